import { desc, eq, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { Refusal, refuseField } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commit } from "../outbox/index.ts";
import { users } from "../users/schema.ts";
import type { ApiKeyInput } from "./inputs.ts";
import { keyText, randomLength } from "./presented.ts";
import { apiKeys } from "./schema.ts";

type ApiKey = Row<typeof apiKeys>;

const withMaker = (ctx: Context) =>
  ctx.store.db
    .select({ key: apiKeys, maker: users.name })
    .from(apiKeys)
    .innerJoin(users, ctx.store.own(users, eq(users.id, apiKeys.userId)));

/** Keys, newest first; the revoked too, so that the log's names can be looked up. */
export async function listApiKeys(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    withMaker(ctx)
      .where(ctx.store.own(apiKeys, after && lt(apiKeys.id, String(after[0]))))
      .orderBy(desc(apiKeys.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    ({ key, maker }) => showApiKey(ctx, key, maker),
    ({ key }) => [key.id],
  );
}

/**
 * Makes a key. This answer is the only place where it can be read.
 * @throws Refusal naming `permissions` that its maker lacks, or an `expiresAt` that has passed
 */
export async function createApiKey(ctx: Context, { expiresAt, ...input }: ApiKeyInput) {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new Refusal("forbidden");
  const lacking = input.permissions.filter((permission) => !actor.permissions.has(permission));
  if (lacking.length > 0)
    throw refuseField(
      "permissions",
      `Anda sendiri tidak punya izin ini: ${lacking.join(", ")}.`,
      `You don't hold these yourself: ${lacking.join(", ")}.`,
    );
  const expiry = expiresAt ? Date.parse(expiresAt) : null;
  if (expiry !== null && expiry <= ctx.now())
    throw refuseField("expiresAt", "Waktu ini sudah lewat.", "This moment has passed.");
  const key = keyText(ctx.tenant, ctx.randomText(randomLength));
  const row = {
    ...input,
    id: ctx.id("key"),
    hash: await sha256(key),
    hint: key.slice(-4),
    userId: actor.id,
    expiresAt: expiry,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    createdAt: ctx.now(),
  };
  await commit(ctx, created(ctx, apiKeys, row, { action: "api_key.created" }));
  return { ...showApiKey(ctx, { ...row, tenantId: ctx.tenant.id, version: 1 }, actor.name), key };
}

async function load(ctx: Context, id: string): Promise<{ key: ApiKey; maker: string }> {
  const [[row]] = await ctx.store.read(withMaker(ctx).where(ctx.store.own(apiKeys, eq(apiKeys.id, id))));
  if (!row) throw new Refusal("not_found");
  return row;
}

export async function renameApiKey(ctx: Context, id: string, { name }: { name: string }) {
  const { key, maker } = await load(ctx, id);
  if (name !== key.name) await commit(ctx, changed(ctx, apiKeys, key, { name }, { action: "api_key.renamed" }));
  return showApiKey(ctx, { ...key, name }, maker);
}

/** Ends a key: its next request is refused. Ending it twice is fine. */
export async function revokeApiKey(ctx: Context, id: string): Promise<void> {
  const { key } = await load(ctx, id);
  if (key.revokedAt !== null) return;
  await commit(ctx, changed(ctx, apiKeys, key, { revokedAt: ctx.now() }, { action: "api_key.revoked" }));
}

const iso = (at: number | null) => (at === null ? null : isoInstant(at));

function showApiKey(ctx: Context, { userId, ...row }: ApiKey, maker: string) {
  const expired = row.expiresAt !== null && row.expiresAt <= ctx.now();
  return {
    ...row,
    state: row.revokedAt !== null ? ("revoked" as const) : expired ? ("expired" as const) : ("active" as const),
    createdBy: { id: userId, name: maker },
    createdAt: isoInstant(row.createdAt),
    expiresAt: iso(row.expiresAt),
    revokedAt: iso(row.revokedAt),
    lastUsedAt: iso(row.lastUsedAt),
  };
}
