/** A tenant's own words for what is sent: each save is a version, and any of them can be brought back. */
import { and, desc, eq, lt } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { locales, Refusal, type Locale } from "../../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import { hasSubject, textsFor } from "./compose.ts";
import { variablesOf, type Kind } from "../kind.ts";
import { kinds } from "../kinds/index.ts";
import { ruledOutlets } from "../telling/outlets.ts";
import { notificationTemplates as templates, notificationTemplateVersions as versions } from "../schema.ts";
import { faultsOf, type TemplateKey, type TemplateTexts } from "./template-check.ts";
import type { TemplateInput, TemplatePath, TemplateQuery } from "./inputs.ts";
import { formatValue } from "./values.ts";

type Template = Row<typeof templates>;

/** @throws Refusal `not_found` for a kind that there is not, or an outlet where it never shows */
export function templateKey({ kind: name, outlet, locale }: TemplatePath): TemplateKey {
  const kind = kinds.get(name);
  if (!kind || !ruledOutlets(kind).includes(outlet)) throw new Refusal("not_found");
  return { kind, outlet, locale };
}

const allKeys: readonly TemplateKey[] = [...kinds.values()].flatMap((kind) =>
  ruledOutlets(kind).flatMap((outlet) => locales.map((locale) => ({ kind, outlet, locale }))),
);

/** The query for the tenant's own template of a key. */
export const templateQueryOf = ({ store }: Context, { kind, outlet, locale }: TemplateKey) =>
  store.db
    .select()
    .from(templates)
    .where(
      store.own(
        templates,
        and(eq(templates.kind, kind.name), eq(templates.outlet, outlet), eq(templates.locale, locale)),
      ),
    );

/** All templates that can be changed, in the order of the kinds: as many as the code has, however many are the tenant's. */
export async function listTemplates(ctx: Context, { limit, cursor, ...filters }: TemplateQuery) {
  const after = decodeCursor(cursor, 1);
  const [own] = await ctx.store.read(
    ctx.store.db
      .select({
        kind: templates.kind,
        outlet: templates.outlet,
        locale: templates.locale,
        subject: templates.subject,
        body: templates.body,
        providerTemplate: templates.providerTemplate,
        version: templates.version,
      })
      .from(templates)
      .where(ctx.store.own(templates, filters.kind === undefined ? undefined : eq(templates.kind, filters.kind)))
      .limit(allKeys.length),
  );
  const ownOf = new Map(own.map((row) => [nameOf(row.kind, row.outlet, row.locale), row]));
  const rows = allKeys
    .filter((key) => isWanted(key, filters))
    .map((key) => ({ key, own: ownOf.get(nameOf(key.kind.name, key.outlet, key.locale)) }))
    .filter((row) => filters.own === undefined || !isDefault(row.own));
  const from = after ? rows.findIndex(({ key }) => orderOf(key) > Number(after[0])) : 0;
  return pageFrom(
    from === -1 ? [] : rows.slice(from),
    limit,
    (row) => showKey(row.key, row.own),
    ({ key }) => [orderOf(key)],
  );
}

const nameOf = (kind: string, outlet: string, locale: string) => `${kind} ${outlet} ${locale}`;
const orderOf = (key: TemplateKey) => allKeys.indexOf(key);

function isWanted({ kind, outlet, locale }: TemplateKey, filters: Omit<TemplateQuery, "limit" | "cursor">): boolean {
  const words = locales.map((each) => `${kind.words[each].name} ${kind.words[each].description}`);
  const text = `${kind.name} ${words.join(" ")}`.toLowerCase();
  return (
    (filters.kind ?? kind.name) === kind.name &&
    (filters.outlet ?? outlet) === outlet &&
    (filters.locale ?? locale) === locale &&
    (filters.q ?? "")
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

const isDefault = (own: TemplateTexts | undefined): boolean =>
  !own || (own.subject === null && own.body === null && own.providerTemplate === null);

const showKey = ({ kind, outlet, locale }: TemplateKey, own: (TemplateTexts & { version: number }) | undefined) => ({
  kind: kind.name,
  group: kind.group,
  words: kind.words,
  outlet,
  locale,
  isDefault: isDefault(own),
  version: own?.version ?? 0,
});

/** A template with what can stand in it. */
export async function getTemplate(ctx: Context, path: TemplatePath) {
  const key = templateKey(path);
  const [[own]] = await ctx.store.read(templateQueryOf(ctx, key));
  return showTemplate(ctx, key, own);
}

function showTemplate(ctx: Context, key: TemplateKey, own: Template | undefined) {
  const { kind, outlet, locale } = key;
  const { subject, body } = textsFor(kind, outlet, locale, undefined);
  return {
    ...showKey(key, own),
    subject: own?.subject ?? null,
    body: own?.body ?? null,
    providerTemplate: own?.providerTemplate ?? null,
    hasSubject: hasSubject(outlet),
    defaults: { subject, body },
    variables: showVariables(kind, locale, ctx.tenant.timeZone),
  };
}

const showVariables = (kind: Kind, locale: Locale, timeZone: string) =>
  Object.entries(variablesOf(kind)).map(([name, { type, label, example, secret = false }]) => ({
    name,
    type,
    label,
    example: formatValue(example, type, locale, timeZone) ?? "",
    secret,
  }));

/**
 * Saves a template. Texts that are null are the default's.
 * @throws Refusal naming each field with a fault, or `conflict` when another was saved since `version` was read
 */
export async function saveTemplate(ctx: Context, path: TemplatePath, { version, ...texts }: TemplateInput) {
  const key = templateKey(path);
  requireFaultless(ctx, key, texts);
  const [[before]] = await ctx.store.read(templateQueryOf(ctx, key));
  if (version !== undefined && version !== (before?.version ?? 0)) throw new Refusal("conflict");
  return write(ctx, key, before, texts, "notification_template.saved");
}

/** Back to the default's texts. The versions of before stay. */
export async function resetTemplate(ctx: Context, path: TemplatePath): Promise<void> {
  const key = templateKey(path);
  const [[before]] = await ctx.store.read(templateQueryOf(ctx, key));
  if (!before || isDefault(before)) return;
  const texts = { subject: null, body: null, providerTemplate: null };
  await write(ctx, key, before, texts, "notification_template.reset");
}

/** Saves what a version was as the newest. @throws Refusal as `saveTemplate`: what can stand in a text may have changed */
export async function restoreTemplate(ctx: Context, path: TemplatePath, version: number) {
  const key = templateKey(path);
  const [[before], [wanted]] = await ctx.store.read(
    templateQueryOf(ctx, key),
    versionsOf(ctx, key, eq(versions.version, version)),
  );
  if (!before || !wanted) throw new Refusal("not_found");
  const { subject, body, providerTemplate } = wanted;
  requireFaultless(ctx, key, { subject, body, providerTemplate });
  return write(ctx, key, before, { subject, body, providerTemplate }, "notification_template.restored");
}

function requireFaultless(ctx: Context, key: TemplateKey, texts: TemplateTexts): void {
  const fields = faultsOf(key, texts, ctx.tenant.timeZone);
  if (fields.length > 0) throw new Refusal("invalid_input", { fields });
}

async function write(
  ctx: Context,
  key: TemplateKey,
  before: Template | undefined,
  texts: TemplateTexts,
  action: string,
) {
  const { kind, outlet, locale } = key;
  const now = ctx.now();
  const after: Template = before
    ? { ...before, ...texts, version: before.version + 1 }
    : {
        ...texts,
        tenantId: ctx.tenant.id,
        id: ctx.id("tpl"),
        kind: kind.name,
        outlet,
        locale,
        version: 1,
        createdAt: now,
      };
  const { tenantId: _tenant, ...row } = after;
  try {
    await commit(ctx, [
      ...(before
        ? changed(ctx, templates, before, { ...texts }, { action })
        : created(ctx, templates, row, { action })),
      versionRow(ctx, after),
    ]);
  } catch (error) {
    // Two who save the first version at once: the second is told as it would be of any other.
    if (violation(error)?.name === "notification_templates_key") throw new Refusal("conflict");
    throw error;
  }
  return showTemplate(ctx, key, after);
}

const versionRow = (ctx: Context, { id, version, subject, body, providerTemplate }: Template): Statement =>
  ctx.store.insert(versions, {
    templateId: id,
    version,
    subject,
    body,
    providerTemplate,
    savedById: ctx.actor.id,
    savedByName: ctx.actor.name,
    createdAt: ctx.now(),
  });

const versionsOf = (
  ctx: Context,
  { kind, outlet, locale }: TemplateKey,
  condition: ReturnType<typeof eq> | undefined,
) =>
  ctx.store.db
    .select({
      version: versions.version,
      subject: versions.subject,
      body: versions.body,
      providerTemplate: versions.providerTemplate,
      savedById: versions.savedById,
      savedByName: versions.savedByName,
      createdAt: versions.createdAt,
    })
    .from(versions)
    .innerJoin(
      templates,
      ctx.store.own(
        templates,
        eq(templates.id, versions.templateId),
        eq(templates.kind, kind.name),
        eq(templates.outlet, outlet),
        eq(templates.locale, locale),
      ),
    )
    .where(ctx.store.own(versions, condition));

/** What a template was, newest first. */
export async function listTemplateVersions(ctx: Context, path: TemplatePath, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    versionsOf(ctx, templateKey(path), after && lt(versions.version, Number(after[0])))
      .orderBy(desc(versions.version))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    ({ savedById, savedByName, createdAt, ...row }) => ({
      ...row,
      savedBy: { id: savedById, name: savedByName },
      createdAt: isoInstant(createdAt),
    }),
    (row) => [row.version],
  );
}
