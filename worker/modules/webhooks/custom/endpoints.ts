/** The providers that a tenant describes itself. */
import { asc, eq, gt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { parseInput } from "../../../core/http/input.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { webhookUrl } from "../../connections/index.ts";
import { commit } from "../../outbox/index.ts";
import { isTakenName } from "../providers.ts";
import { secretPurpose, webhookEndpoints } from "../schema.ts";
import { mappingOfAction, type EndpointInput, type EndpointPatch } from "./inputs.ts";
import type { SignatureScheme } from "./types.ts";

export type Endpoint = Row<typeof webhookEndpoints>;

/** The query for an endpoint by its place in the address. */
export const endpointByKey = ({ store }: Context, key: string) =>
  store.db
    .select()
    .from(webhookEndpoints)
    .where(store.own(webhookEndpoints, eq(webhookEndpoints.key, key)));

/** An endpoint's secret; empty where it has none. */
export const openSecret = async ({ vault }: Context, { id, secretSealed }: Endpoint): Promise<string> =>
  secretSealed === null ? "" : vault.open(secretPurpose(id), secretSealed);

export async function listEndpoints(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(webhookEndpoints)
      .where(ctx.store.own(webhookEndpoints, after && gt(webhookEndpoints.id, String(after[0]))))
      .orderBy(asc(webhookEndpoints.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showEndpoint(ctx, row),
    (row) => [row.id],
  );
}

async function load(ctx: Context, id: string): Promise<Endpoint> {
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(webhookEndpoints)
      .where(ctx.store.own(webhookEndpoints, eq(webhookEndpoints.id, id))),
  );
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getEndpoint = async (ctx: Context, id: string) => showEndpoint(ctx, await load(ctx, id));

/**
 * Describes a provider. Without a secret of the provider's own one is made; this answer is the only place to read it.
 * @throws Refusal naming `key` where it is taken, or `allowedAddresses` where nothing else protects the address
 */
export async function createEndpoint(ctx: Context, { secret, ...input }: EndpointInput) {
  if (isTakenName(input.key)) throw keyTaken();
  requireProtected(input.signature, input.allowedAddresses);
  const id = ctx.id("wep");
  const made = input.signature.scheme === "none" || secret !== undefined ? null : newSecret(ctx);
  const row = {
    ...input,
    id,
    state: "active" as const,
    secretSealed: await sealed(ctx, id, secret ?? made),
    createdAt: ctx.now(),
  };
  try {
    await commit(ctx, created(ctx, webhookEndpoints, row, { action: "webhook_endpoint.created" }));
  } catch (error) {
    if (violation(error)?.name === "webhook_endpoints_key") throw keyTaken();
    throw error;
  }
  return { ...showEndpoint(ctx, { ...row, tenantId: ctx.tenant.id, version: 1 }), secret: made };
}

/** Changes an endpoint. One that is to prove its calls from now on gets a secret, shown this once. */
export async function updateEndpoint(ctx: Context, id: string, patch: EndpointPatch) {
  const before = await load(ctx, id);
  const after = { ...before, ...patch };
  requireProtected(after.signature, after.allowedAddresses);
  if (patch.mapping) await parseInput(mappingOfAction, { action: after.action, mapping: patch.mapping }, ctx.locale);
  const made = after.signature.scheme === "none" || before.secretSealed !== null ? null : newSecret(ctx);
  const changes = { ...patch, ...(made !== null && { secretSealed: await sealed(ctx, id, made) }) };
  if (Object.keys(changes).length > 0)
    await commit(ctx, changed(ctx, webhookEndpoints, before, changes, { action: "webhook_endpoint.updated" }));
  return { ...showEndpoint(ctx, { ...before, ...changes }), secret: made };
}

/** Replaces the secret at once: by the provider's own, or by one that is made and shown this once. */
export async function renewSecret(ctx: Context, id: string, secret: string | undefined) {
  const before = await load(ctx, id);
  const made = secret === undefined ? newSecret(ctx) : null;
  const changes = { secretSealed: await sealed(ctx, id, secret ?? made) };
  await commit(ctx, changed(ctx, webhookEndpoints, before, changes, { action: "webhook_endpoint.secret_renewed" }));
  return { ...showEndpoint(ctx, { ...before, ...changes }), secret: made };
}

/** Removes an endpoint. Its calls stay in the log, and payments that it brought are known by their references for good. */
export async function deleteEndpoint(ctx: Context, id: string): Promise<void> {
  const before = await load(ctx, id);
  await commit(ctx, [
    ...changed(ctx, webhookEndpoints, before, { state: "disabled" }, { action: "webhook_endpoint.deleted" }),
    ctx.store.remove(webhookEndpoints, eq(webhookEndpoints.id, id)),
  ]);
}

const secretLength = 40;
const newSecret = (ctx: Context): string => ctx.randomText(secretLength);

const sealed = async ({ vault }: Context, id: string, secret: string | null): Promise<string | null> =>
  secret === null ? null : vault.seal(secretPurpose(id), secret);

const keyTaken = () =>
  refuseField("key", "Alamat ini sudah dipakai. Pilih yang lain.", "This address is taken. Choose another.");

function requireProtected({ scheme }: SignatureScheme, allowedAddresses: readonly string[]): void {
  if (scheme !== "none" || allowedAddresses.length > 0) return;
  throw refuseField(
    "allowedAddresses",
    "Tanpa tanda tangan, sebutkan alamat IP yang boleh memanggil.",
    "Without a signature, say which IP addresses may call.",
  );
}

const showEndpoint = (ctx: Context, { secretSealed, ...row }: Endpoint) => ({
  ...row,
  hasSecret: secretSealed !== null,
  webhookUrl: webhookUrl(ctx, row.key),
  createdAt: isoInstant(row.createdAt),
});
