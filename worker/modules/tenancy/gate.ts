/**
 * Lets a request in (design, section 2): host, path or token → tenant → principal → permission → limit. Tenant, session,
 * user and idempotency key come in one round trip, and the limit is counted meanwhile.
 */
import { getTableColumns, sql } from "drizzle-orm";
import { shards, type Statement } from "#dialect";
import { holds, type Permission } from "../../core/access.ts";
import type { Actor, Context, TenantView } from "../../core/context.ts";
import { sameSecret } from "../../core/crypto.ts";
import { Refusal, type ErrorCode } from "../../core/errors.ts";
import type { AppContext, EndpointRules, Gate, GateHints } from "../../core/http/endpoint.ts";
import { idPattern } from "../../core/ids.ts";
import { countRequest, limitHeaders, requireAllowed, type LimitName } from "../../core/limits.ts";
import type { Platform } from "../../core/platform.ts";
import type { TimeZone } from "../../core/time.ts";
import { verifyToken, type TokenClaims, type TokenKind } from "../../core/tokens.ts";
import { idempotencyQuery } from "../../db/idempotency.ts";
import type { Row, TenantStore } from "../../db/store.ts";
import {
  keyActor,
  keyIdQuery,
  keyQuery,
  keyStart,
  noteUse,
  presentedKey,
  requireAllowedAddress,
  type KeyPrincipal,
  type PresentedKey,
} from "../api-keys/index.ts";
import { permissionsOfHolder, principalQuery } from "../users/index.ts";
import { findById, findBySlug, type Residence } from "./directory.ts";
import { tenants } from "./schema.ts";
import { defaultSettings } from "./settings.ts";
import { isGone, requireOpen } from "./standing.ts";

type TenantRow = Row<typeof tenants>;

/** A tenant's row as contexts carry it. */
export const viewOf = (row: TenantRow, shard: number): TenantView => ({
  id: row.tenantId,
  slug: row.slug,
  shard,
  name: row.name,
  timeZone: row.timeZone as TimeZone,
  kinds: row.kinds,
  settings: { ...defaultSettings, ...row.settings },
});

/** The query for the store's tenant. */
export const tenantQuery = (store: TenantStore) =>
  store.db.select(getTableColumns(tenants)).from(tenants).where(store.own(tenants));

export const gate: Gate = { admit, admitStranger, admitOperator };

async function admit(c: AppContext, rules: EndpointRules, hints: GateHints = {}): Promise<Context> {
  const { platform } = c.var;
  const { claims, key } = await callerOf(c, rules);
  if (rules.access !== "public" && !claims && !key) await refuseCaller(c, rules, "unauthenticated");
  const counted = count(c, rules.limit, subjectOf(c, rules, { claims, key }));
  const loading = load(c, { claims, key }, hints);
  const [limited, loaded] = await Promise.allSettled([counted, loading]);
  if (limited.status === "rejected") throw limited.reason;
  if (loaded.status === "rejected") throw loaded.reason;

  const { store, tenant, shard, user, knownKey } = loaded.value;
  const byKey = key && (await actorOfKey(c, rules, loaded.value));
  if (!tenant || isGone(tenant, platform.sources.now())) throw new Refusal("not_found");
  if (rules.profile?.kind && !tenant.kinds.some((kind) => kind === rules.profile?.kind)) throw new Refusal("not_found");
  allowOrigin(c, tenant);
  const byToken = claims && !rules.link ? actorOf(claims, user, platform.sources.now()) : publicActor;
  const actor = byKey ?? byToken;
  if (!rules.always) requireOpen(tenant, platform.sources.now());
  if (rules.access !== "public" && !holds(actor, rules.access)) throw lacking(actor, rules.access);

  const ctx = platform.context(viewOf(tenant, shard), actor, store);
  return hints.idempotency ? { ...ctx, idempotency: { ...hints.idempotency, known: knownKey } } : ctx;
}

/** Who says to be calling: a person by a token, a program by its key, or nobody. */
interface Caller {
  claims?: TokenClaims | undefined;
  key?: PresentedKey | undefined;
}

/** Whom a request counts for: its user or key; webhooks their tenant and provider; everybody else their address. */
function subjectOf(c: AppContext, { limit, link }: EndpointRules, { claims, key }: Caller): string {
  // By name, not by path: there are many ways to write one in an address.
  if (limit === "webhook") return `tenant:${c.var.slug}:${c.req.param("provider")}`;
  // A page of pictures is many links; they must not use up what its reader may ask.
  if (claims && link) return `link:${claims.sub}`;
  if (limit !== "authentication" && claims) return `user:${claims.sub}`;
  if (limit !== "authentication" && key) return `key:${key.hash}`;
  return `address:${c.var.address}`;
}

async function admitStranger(c: AppContext, rules: EndpointRules): Promise<Platform> {
  await count(c, rules.limit, `address:${c.var.address}`);
  return c.var.platform;
}

/** Operators have no tenant: below a tenant's address there is nothing of theirs, nor anywhere while no token is set. */
async function admitOperator(c: AppContext): Promise<Platform> {
  await count(c, "operator", `address:${c.var.address}`);
  const { OPERATOR_TOKEN } = c.var.platform.settings;
  if (!OPERATOR_TOKEN || c.var.slug !== undefined) throw new Refusal("not_found");
  const given = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  if (!(await sameSecret(given, OPERATOR_TOKEN))) throw new Refusal("unauthenticated");
  return c.var.platform;
}

async function count(c: AppContext, limit: LimitName, subject: string): Promise<void> {
  const { env, settings } = c.var.platform;
  const state = await countRequest(env, settings, limit, subject);
  c.set("responseHeaders", { ...c.var.responseHeaders, ...limitHeaders(state) });
  requireAllowed(state);
}

/** The token's claims or the key; what is there but can't be valid is refused. */
async function callerOf(c: AppContext, rules: EndpointRules): Promise<Caller> {
  if (rules.link) return { claims: await linkClaims(c, rules, rules.link) };
  if (rules.access === "public") return {};
  const { settings, sources } = c.var.platform;
  const header = c.req.header("authorization");
  const bearer = /^Bearer (\S+)$/i.exec(header ?? "")?.[1];
  const keyGiven = c.req.header("x-api-key") ?? (bearer?.startsWith(keyStart) ? bearer : undefined);
  if (keyGiven !== undefined && !rules.ticket) {
    const key = await readKey(c, keyGiven);
    return key ? { key } : refuseCaller(c, rules, "invalid_api_key");
  }
  const token = rules.ticket ? c.req.query(rules.ticket.parameter) : header && (bearer ?? "");
  if (token === undefined) return {};
  const kind = rules.ticket?.kind ?? "access";
  const claims = await verifyToken(settings.TOKEN_SECRET, kind, token, sources.now());
  return claims ? { claims } : refuseCaller(c, rules, "unauthenticated");
}

/** The claims of a link's token. */
async function linkClaims(c: AppContext, rules: EndpointRules, kind: TokenKind): Promise<TokenClaims> {
  const { settings, sources } = c.var.platform;
  const claims = await verifyToken(settings.TOKEN_SECRET, kind, c.req.query("token") ?? "", sources.now());
  return claims ?? refuseCaller(c, rules, "invalid_token");
}

/** A key of a shard that there is. */
async function readKey(c: AppContext, text: string): Promise<PresentedKey | undefined> {
  const key = await presentedKey(text);
  return key && shards(c.env).includes(key.shard) ? key : undefined;
}

/** Refuses who can't prove who they are; each try counts for the address. */
async function refuseCaller(c: AppContext, { limit }: EndpointRules, code: ErrorCode): Promise<never> {
  await count(c, limit, `address:${c.var.address}`);
  throw new Refusal(code);
}

interface Loaded {
  store: TenantStore;
  shard: number;
  tenant: TenantRow | undefined;
  user: Principal | undefined;
  key: KeyPrincipal | undefined;
  knownKey: Awaited<ReturnType<typeof idempotencyQuery>>[number] | undefined;
}

async function load(c: AppContext, caller: Caller, hints: GateHints): Promise<Loaded> {
  const { platform } = c.var;
  const { tenantId, shard } = await residence(platform, caller, c.var.slug ?? hints.slug, hints.tenantId);
  const store = platform.tenantStore(shard, tenantId);
  const { claims, key } = caller;
  // A key's id is not known yet: what belongs to it is found by its hash, in the same batch.
  const actorId = key ? sql`(${keyIdQuery(store, key.hash)})` : claims?.sub;
  const queries = [
    tenantQuery(store),
    ...(key ? [keyQuery(store, key.hash)] : []),
    ...(claims?.sid ? [principalQuery(store, claims.sid)] : []),
    ...(actorId && hints.idempotency ? [idempotencyQuery(store, actorId, hints.idempotency.key)] : []),
  ] as unknown as [Statement, ...Statement[]];
  const [tenantRows, principals, known] = (await store.read(...queries)) as [
    TenantRow[],
    (Principal | KeyPrincipal)[]?,
    Awaited<ReturnType<typeof idempotencyQuery>>?,
  ];
  const principal = principals?.[0];
  const who = key
    ? { key: principal as KeyPrincipal | undefined, user: undefined }
    : { key: undefined, user: principal as Principal | undefined };
  return { store, shard, tenant: tenantRows[0], ...who, knownKey: known?.[0] };
}

/** The tenant that path, header or host name; with a token it must be the token's own, else there is nothing here. */
async function residence(
  platform: Platform,
  { claims, key }: Caller,
  slug: string | undefined,
  tenantId: string | undefined,
): Promise<Pick<Residence, "tenantId" | "shard">> {
  if (key) return key;
  if (claims) {
    if (slug !== undefined && slug !== claims.slug) throw new Refusal("not_found");
    return { tenantId: claims.tid, shard: claims.shard };
  }
  const found = await find(platform, slug, tenantId);
  if (!found || (slug !== undefined && slug !== found.slug)) throw new Refusal("not_found");
  return found;
}

async function find(platform: Platform, slug: string | undefined, tenantId: string | undefined) {
  if (tenantId !== undefined) return idPattern("ten").test(tenantId) ? findById(platform, tenantId) : undefined;
  if (slug === undefined) throw new Refusal("tenant_required");
  return /^[a-z0-9-]{1,60}$/.test(slug) ? findBySlug(platform, slug) : undefined;
}

const publicActor: Actor = { kind: "public", id: "public", name: "public" };

type Principal = Awaited<ReturnType<typeof principalQuery>>[number];

function actorOf(claims: TokenClaims, principal: Principal | undefined, now: number): Actor {
  if (!principal || principal.sessionEndedAt !== null || principal.sessionExpiresAt <= now)
    throw new Refusal("session_ended");
  if (principal.state !== "active") throw new Refusal("user_inactive");
  return {
    kind: "user",
    id: principal.id,
    name: principal.name,
    role: principal.role,
    permissions: new Set(permissionsOfHolder(principal)),
    sessionId: claims.sid as string,
  };
}

/**
 * Who acts by a key, and a note of its use. A key that is not valid is refused before anything of the tenant shows.
 * @throws Refusal `invalid_api_key`, `not_found` on another tenant's path, or `address_not_allowed`
 */
async function actorOfKey(c: AppContext, rules: EndpointRules, { key, tenant, store }: Loaded): Promise<Actor> {
  const { now } = c.var.platform.sources;
  const actor = keyActor(key, now());
  if (!actor || !key) return refuseCaller(c, rules, "invalid_api_key");
  if (c.var.slug !== undefined && c.var.slug !== tenant?.slug) throw new Refusal("not_found");
  requireAllowedAddress(key, c.var.address);
  c.var.afterwards.push(() => noteUse(store, key, c.var.address, now()));
  return actor;
}

/** The refusal of who lacks a permission; a program's maker is told which. */
const lacking = (actor: Actor, permission: Permission): Refusal =>
  new Refusal(
    "forbidden",
    actor.kind === "apiKey"
      ? { detail: { id: `Kunci API ini tidak punya izin ${permission}.`, en: `This API key lacks ${permission}.` } }
      : {},
  );

/** Pages of the tenant's allowed origins may read the answer. */
function allowOrigin(c: AppContext, tenant: TenantRow): void {
  const origin = c.req.header("origin");
  if (!origin || !tenant.settings.allowedOrigins?.includes(origin)) return;
  c.set("responseHeaders", { ...c.var.responseHeaders, "Access-Control-Allow-Origin": origin, Vary: "Origin" });
}
