import { and, asc, desc, eq, gt, isNull, or } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { requireBrand } from "../tenancy/index.ts";
import type { ConnectionInput, ConnectionPatch, ConnectionTest } from "./inputs.ts";
import type { OpenConnection, Provider } from "./provider.ts";
import { providers } from "./providers/index.ts";
import { connections, secretPurpose } from "./schema.ts";

type Connection = Row<typeof connections>;

/** What each provider needs, for a form to be drawn from. */
export const listProviders = () => ({
  data: Object.entries(providers).map(([provider, { name, perBrand, secrets, settings }]) => ({
    provider,
    name,
    perBrand,
    secrets,
    settings,
  })),
});

export async function listConnections(
  ctx: Context,
  { limit, cursor, provider }: PageQuery & { provider?: string | undefined },
) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(connections)
      .where(
        ctx.store.own(
          connections,
          provider === undefined ? undefined : eq(connections.provider, provider),
          after && gt(connections.id, String(after[0])),
        ),
      )
      .orderBy(asc(connections.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showConnection(ctx, row),
    (row) => [row.id],
  );
}

async function load(ctx: Context, id: string): Promise<Connection> {
  const row = await connectionById(ctx, id);
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getConnection = async (ctx: Context, id: string) => showConnection(ctx, await load(ctx, id));

export async function createConnection(ctx: Context, { provider, brandId, name, settings, secrets }: ConnectionInput) {
  const known = providers[provider];
  if (!known) throw refuseField("provider", "Penyedia tidak dikenal.", "Unknown provider.");
  requireKnownFields(known, settings, secrets);
  requireFields(known, settings, secrets);
  known.check?.(ctx, { settings, secrets });
  const made = (known.madeSecrets ?? []).filter((each) => !secrets[each]);
  const all = { ...secrets, ...Object.fromEntries(made.map((each) => [each, ctx.randomText(40)])) };
  const brand = brandId ? await requireBrand(ctx, brandId, "brandId") : undefined;
  const id = ctx.id("con");
  const row = {
    id,
    provider,
    brandId: brand?.id ?? null,
    name: name ?? known.name,
    state: "active" as const,
    settings,
    sealedSecrets: await sealAll(ctx, id, all),
    lastTest: null,
    createdAt: ctx.now(),
  };
  await commit(ctx, [
    ...created(ctx, connections, row, { action: "connection.created" }),
    event(ctx, "connection.saved", { connectionId: id }),
  ]);
  return showConnection(ctx, { ...row, tenantId: ctx.tenant.id, version: 1 });
}

export async function updateConnection(ctx: Context, id: string, { secrets, ...patch }: ConnectionPatch) {
  const before = await load(ctx, id);
  const provider = providerOf(before);
  requireKnownFields(provider, patch.settings ?? {}, secrets ?? {});
  if (patch.settings || secrets) {
    const opened = await openConnection(ctx, before);
    const after = { settings: patch.settings ?? opened.settings, secrets: { ...opened.secrets, ...secrets } };
    requireFields(provider, after.settings, after.secrets);
    provider.check?.(ctx, after);
  }
  const changes = {
    ...patch,
    ...(secrets && {
      sealedSecrets: { ...before.sealedSecrets, ...(await sealAll(ctx, id, secrets)) },
      lastTest: null,
    }),
  };
  await commit(ctx, [
    ...changed(ctx, connections, before, changes, { action: "connection.updated" }),
    event(ctx, "connection.saved", { connectionId: id }),
  ]);
  return showConnection(ctx, { ...before, ...changes });
}

/** Tries the credentials now, tells the provider where to send webhooks, and keeps the result. */
export async function testConnection(ctx: Context, id: string): Promise<ConnectionTest> {
  const row = await load(ctx, id);
  const opened = await openConnection(ctx, row);
  const lastTest = await attempt(() => providerOf(row).test(ctx, opened), ctx.now());
  await commit(ctx, changed(ctx, connections, row, { lastTest }, { action: "connection.tested" }));
  return lastTest;
}

async function attempt(test: () => Promise<string>, now: number): Promise<ConnectionTest> {
  const at = isoInstant(now);
  try {
    return { ok: true, detail: await test(), at };
  } catch (error) {
    if (error instanceof Refusal && error.code === "provider_failed") return { ok: false, detail: error.message, at };
    throw error;
  }
}

/** After a connection was saved: tells the provider where to send webhooks. A wrong key is left for the test to show. */
export async function registerWebhooks(ctx: Context, connectionId: string): Promise<void> {
  const row = await load(ctx, connectionId);
  if (row.state !== "active") return;
  try {
    await providerOf(row).register?.(ctx, await openConnection(ctx, row));
  } catch (error) {
    if (error instanceof Refusal && (error as { isConfiguration?: boolean }).isConfiguration) return;
    throw error;
  }
}

/** A connection, or undefined. */
export async function connectionById(ctx: Context, id: string): Promise<Connection | undefined> {
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(connections)
      .where(ctx.store.own(connections, eq(connections.id, id))),
  );
  return row;
}

/** The provider refuses the account while it is in use: shown on the connection, and told once until it works again. */
export async function noteFailure(ctx: Context, id: string, detail: string): Promise<void> {
  const row = await connectionById(ctx, id);
  if (!row || row.lastTest?.ok === false) return;
  const lastTest = { ok: false, detail, at: isoInstant(ctx.now()) };
  try {
    await commit(ctx, [
      ...changed(ctx, connections, row, { lastTest }, { action: "connection.failed" }),
      event(ctx, "connection.failed", { connectionId: id, name: row.name, detail }),
    ]);
  } catch (error) {
    // Somebody else has just changed it, or told of the same.
    if (!violation(error)) throw error;
  }
}

/** The active connections of a provider: of one brand and those that serve every brand, or all. */
export const connectionsFor = (ctx: Context, provider: string, brandId?: string) =>
  ctx.store.db
    .select()
    .from(connections)
    .where(
      ctx.store.own(
        connections,
        and(
          eq(connections.provider, provider),
          eq(connections.state, "active"),
          brandId === undefined ? undefined : or(eq(connections.brandId, brandId), isNull(connections.brandId)),
        ),
      ),
    )
    .orderBy(desc(connections.id))
    .limit(50);

/** Opens a connection's secrets. */
export async function openConnection(ctx: Context, row: Connection): Promise<OpenConnection> {
  const names = Object.entries(row.sealedSecrets);
  const opened = await Promise.all(names.map(([name, sealed]) => ctx.vault.open(secretPurpose(row.id, name), sealed)));
  return {
    id: row.id,
    provider: row.provider,
    brandId: row.brandId,
    settings: row.settings,
    secrets: Object.fromEntries(names.map(([name], n) => [name, opened[n] as string])),
    webhookUrl: webhookUrl(ctx, row.provider),
  };
}

/** Where calls of a provider are taken. */
export const webhookUrl = (ctx: Context, provider: string) =>
  `${ctx.settings.APP_URL}/t/${ctx.tenant.slug}/webhooks/${provider}`;

async function sealAll(ctx: Context, id: string, secrets: Record<string, string>): Promise<Record<string, string>> {
  const sealed = Object.entries(secrets).map(async ([name, value]) => [
    name,
    await ctx.vault.seal(secretPurpose(id, name), value),
  ]);
  return Object.fromEntries(await Promise.all(sealed));
}

function providerOf(row: Connection): Provider {
  const provider = providers[row.provider];
  if (!provider) throw new Error(`Connection of an unknown provider ${row.provider}`);
  return provider;
}

/** Every provider takes `allowUnsigned`, to move from a source system step by step (`contract.md`, Webhooks). */
function requireKnownFields(provider: Provider, settings: object, secrets: object): void {
  const known = {
    settings: ["allowUnsigned", ...provider.settings.map(({ name }) => name)],
    secrets: provider.anySecret ? Object.keys(secrets) : provider.secrets.map(({ name }) => name),
  };
  for (const [part, given] of Object.entries({ settings, secrets }))
    for (const name of Object.keys(given))
      if (!known[part as keyof typeof known].includes(name))
        throw refuseField(`${part}.${name}`, "Isian tidak dikenal.", "Unknown field.");
}

function requireFields(provider: Provider, settings: Record<string, unknown>, secrets: Record<string, unknown>): void {
  for (const [part, fields, given] of [
    ["secrets", provider.secrets, secrets],
    ["settings", provider.settings, settings],
  ] as const)
    for (const field of fields)
      if (field.required && (given[field.name] ?? "") === "")
        throw refuseField(`${part}.${field.name}`, "Wajib diisi.", "Required.");
}

const showConnection = (ctx: Context, { sealedSecrets, ...row }: Connection) => ({
  ...row,
  secrets: Object.keys(sealedSecrets),
  webhookUrl: webhookUrl(ctx, row.provider),
  createdAt: isoInstant(row.createdAt),
});
