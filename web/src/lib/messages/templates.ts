import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { allPages } from "#lib/api/list-query.ts";
import { m } from "#lib/paraglide/messages.js";
import type { Outlet } from "./channels.ts";

export type TemplateSummary = Schemas["TemplateSummary"];
export type Template = Schemas["Template"];
export type Preview = Schemas["TemplatePreview"];
export type Locale = TemplateSummary["locale"];
export type TemplatePath = { kind: string; outlet: Outlet; locale: Locale };

export const groupNames: Record<TemplateSummary["group"], () => string> = {
  billing: m.message_group_billing,
  account: m.message_group_account,
  operations: m.message_group_operations,
  reports: m.message_group_reports,
  messages: m.message_group_messages,
};

/** Every template: as many as there are kinds, channels and languages. */
export const templatesQuery = () =>
  queryOptions({
    queryKey: ["templates", "all"],
    queryFn: ({ signal }): Promise<TemplateSummary[]> =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/v1/notification-templates", {
            signal,
            params: { query: { limit: 100, ...(cursor && { cursor }) } },
          }),
        ),
      ),
  });

/** A kind with its templates, for the list. */
export type KindOfMessage = Pick<TemplateSummary, "kind" | "group" | "words"> & { templates: TemplateSummary[] };

/** Templates by kind, in the order they came, of those kinds that have all of these words. */
export function kindsOf(templates: readonly TemplateSummary[], words: string, onlyOwn: boolean): KindOfMessage[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return [...Map.groupBy(templates, ({ kind }) => kind).values()].flatMap((own) => {
    const [first] = own;
    if (!first || (onlyOwn && own.every(({ isDefault }) => isDefault))) return [];
    const text = `${first.kind} ${JSON.stringify(Object.values(first.words))}`.toLowerCase();
    if (!wanted.every((word) => text.includes(word))) return [];
    return [{ kind: first.kind, group: first.group, words: first.words, templates: own }];
  });
}

/** What somebody is writing: empty fields are the default's. */
export type Draft = {
  subject: string;
  body: string;
  approvedName: string;
  approvedLanguage: string;
  approvedParameters: string;
};

export const draftOf = ({
  subject,
  body,
  providerTemplate,
}: Pick<Template, "subject" | "body" | "providerTemplate">): Draft => ({
  subject: subject ?? "",
  body: body ?? "",
  approvedName: providerTemplate?.name ?? "",
  approvedLanguage: providerTemplate?.language ?? "id",
  approvedParameters: providerTemplate?.parameters.join(", ") ?? "",
});

/** A draft as the API takes it. */
export const textsOf = (draft: Draft) => ({
  subject: draft.subject.trim() ? draft.subject : null,
  body: draft.body.trim() ? draft.body : null,
  providerTemplate: draft.approvedName.trim()
    ? {
        name: draft.approvedName.trim(),
        language: draft.approvedLanguage.trim(),
        parameters: draft.approvedParameters
          .split(",")
          .map((name) => name.trim())
          .filter(Boolean),
      }
    : null,
});

/** Puts `{{ name }}` in the place of what is selected; answers the text and where the cursor goes. */
export function inserted(text: string, name: string, from: number, to: number): { text: string; cursor: number } {
  const written = `{{ ${name} }}`;
  return { text: text.slice(0, from) + written + text.slice(to), cursor: from + written.length };
}

/** One line of a comparison of two texts. */
export type DiffLine = { text: string; change: "same" | "removed" | "added" };

/** The lines of two texts by their longest common part. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (common[i] as number[])[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ text: a[i++] as string, change: "same" });
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push({ text: a[i++] as string, change: "removed" });
    else lines.push({ text: b[j++] as string, change: "added" });
  }
  return lines;
}
