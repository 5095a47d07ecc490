import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";
import { queryClient } from "#lib/query-client.ts";

export type Schedule = Schemas["ReminderSchedule"];
export type ReminderRule = Schemas["ReminderRule"];
export type PolicyAnswer = Schemas["SuspensionPolicyAnswer"];
export type Policy = Schemas["SuspensionPolicy"];
export type PreviewRow = Schemas["SuspensionPreview"];
export type Exemption = Schemas["SuspensionExemption"];

/** The schedules of reminders: the company's first, then those of brands. */
export const schedulesQuery = () =>
  queryOptions({
    queryKey: ["dunning", "reminders"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/billing/reminders", { signal })),
  });

/** The policies of suspension: the company's first, then those of brands. */
export const policiesQuery = () =>
  queryOptions({
    queryKey: ["dunning", "policies"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/billing/suspension", { signal })),
  });

/** What holds for a brand (empty: the company): its own, or the company's under a version of its own. */
export function heldBy<T extends { brandId: string | null; version: number; isOwn: boolean }>(
  list: readonly T[],
  brandId: string,
): T | undefined {
  const company = list.find((one) => one.brandId === null);
  if (brandId === "") return company;
  const own = list.find((one) => one.brandId === brandId);
  return own ?? (company && ({ ...company, brandId, version: 0, isOwn: false } as T));
}

/** After a change of schedules, policies or exemptions. */
export function refreshDunning(): Promise<unknown> {
  for (const key of ["activity-logs", "subscriptions"]) void queryClient.invalidateQueries({ queryKey: [key] });
  return queryClient.invalidateQueries({ queryKey: ["dunning"] });
}

export const verdictWords: Record<PreviewRow["verdict"], { label: () => string; tone: Tone }> = {
  due: { label: m.dunning_verdict_due, tone: "bad" },
  not_yet: { label: m.dunning_verdict_not_yet, tone: "warn" },
  exempt: { label: m.dunning_verdict_exempt, tone: "info" },
  below_minimum: { label: m.dunning_verdict_below_minimum, tone: "neutral" },
  off: { label: m.dunning_verdict_off, tone: "neutral" },
};
