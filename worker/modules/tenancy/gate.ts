/**
 * Lets a request in (design, section 2): host, path or token → tenant → principal → permission → limit. Tenant, session,
 * user and idempotency key come in one round trip, and the limit is counted meanwhile.
 */
import { getTableColumns } from "drizzle-orm";
import type { Statement } from "#dialect";
import { holds } from "../../core/access.ts";
import type { Actor, Context, TenantView } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import type { AppContext, EndpointRules, Gate, GateHints } from "../../core/http/endpoint.ts";
import { idPattern } from "../../core/ids.ts";
import { countRequest, limitHeaders, requireAllowed, type LimitName } from "../../core/limits.ts";
import type { Platform } from "../../core/platform.ts";
import type { TimeZone } from "../../core/time.ts";
import { verifyToken, type TokenClaims, type TokenKind } from "../../core/tokens.ts";
import { idempotencyQuery } from "../../db/idempotency.ts";
import type { Row, TenantStore } from "../../db/store.ts";
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

export const gate: Gate = { admit, admitStranger };

async function admit(c: AppContext, rules: EndpointRules, hints: GateHints = {}): Promise<Context> {
  const { platform } = c.var;
  const claims = await bearerClaims(c, rules);
  if (rules.access !== "public" && !claims) {
    await count(c, rules.limit, `address:${c.var.address}`);
    throw new Refusal("unauthenticated");
  }
  const subject = subjectOf(c, rules, claims);
  const counted = count(c, rules.limit, subject);
  const loading = load(c, claims, hints);
  const [limited, loaded] = await Promise.allSettled([counted, loading]);
  if (limited.status === "rejected") throw limited.reason;
  if (loaded.status === "rejected") throw loaded.reason;

  const { store, tenant, shard, principal, knownKey } = loaded.value;
  if (!tenant || isGone(tenant, platform.sources.now())) throw new Refusal("not_found");
  allowOrigin(c, tenant);
  const actor = claims && !rules.link ? actorOf(claims, principal, platform.sources.now()) : publicActor;
  if (!rules.always) requireOpen(tenant, platform.sources.now());
  if (rules.access !== "public" && !holds(actor, rules.access)) throw new Refusal("forbidden");

  const ctx = platform.context(viewOf(tenant, shard), actor, store);
  return hints.idempotency ? { ...ctx, idempotency: { ...hints.idempotency, known: knownKey } } : ctx;
}

/** Whom a request counts for: its user; webhooks their tenant and provider; everybody else their address. */
function subjectOf(c: AppContext, { limit, link }: EndpointRules, claims: TokenClaims | undefined): string {
  if (limit === "webhook") return `tenant:${c.var.slug}:${c.req.path}`;
  // A page of pictures is many links; they must not use up what its reader may ask.
  if (claims && link) return `link:${claims.sub}`;
  return claims && limit !== "authentication" ? `user:${claims.sub}` : `address:${c.var.address}`;
}

async function admitStranger(c: AppContext, rules: EndpointRules): Promise<Platform> {
  await count(c, rules.limit, `address:${c.var.address}`);
  return c.var.platform;
}

async function count(c: AppContext, limit: LimitName, subject: string): Promise<void> {
  const { env, settings } = c.var.platform;
  const state = await countRequest(env, settings, limit, subject);
  c.set("responseHeaders", { ...c.var.responseHeaders, ...limitHeaders(state) });
  requireAllowed(state);
}

/** The token's claims; a token that is there but not valid is refused. */
async function bearerClaims(c: AppContext, rules: EndpointRules): Promise<TokenClaims | undefined> {
  if (rules.link) return linkClaims(c, rules, rules.link);
  const given = rules.ticket ? c.req.query("ticket") : c.req.header("authorization");
  if (rules.access === "public" || given === undefined) return undefined;
  const token = rules.ticket ? given : /^Bearer (\S+)$/i.exec(given)?.[1];
  const { settings, sources } = c.var.platform;
  const kind = rules.ticket ? "live" : "access";
  const claims = token && (await verifyToken(settings.TOKEN_SECRET, kind, token, sources.now()));
  if (!claims) {
    await count(c, rules.limit, `address:${c.var.address}`);
    throw new Refusal("unauthenticated");
  }
  return claims;
}

/** The claims of a link's token. */
async function linkClaims(c: AppContext, rules: EndpointRules, kind: TokenKind): Promise<TokenClaims> {
  const { settings, sources } = c.var.platform;
  const claims = await verifyToken(settings.TOKEN_SECRET, kind, c.req.query("token") ?? "", sources.now());
  if (claims) return claims;
  await count(c, rules.limit, `address:${c.var.address}`);
  throw new Refusal("invalid_token");
}

async function load(c: AppContext, claims: TokenClaims | undefined, hints: GateHints) {
  const { platform } = c.var;
  const { tenantId, shard } = await residence(platform, claims, c.var.slug ?? hints.slug, hints.tenantId);
  const store = platform.tenantStore(shard, tenantId);
  const queries = [
    tenantQuery(store),
    ...(claims?.sid ? [principalQuery(store, claims.sid)] : []),
    ...(claims && hints.idempotency ? [idempotencyQuery(store, claims.sub, hints.idempotency.key)] : []),
  ] as unknown as [Statement, ...Statement[]];
  const [tenantRows, principals, keys] = (await store.read(...queries)) as [
    TenantRow[],
    Awaited<ReturnType<typeof principalQuery>>?,
    Awaited<ReturnType<typeof idempotencyQuery>>?,
  ];
  return { store, shard, tenant: tenantRows[0], principal: principals?.[0], knownKey: keys?.[0] };
}

/** The tenant that path, header or host name; with a token it must be the token's own, else there is nothing here. */
async function residence(
  platform: Platform,
  claims: TokenClaims | undefined,
  slug: string | undefined,
  tenantId: string | undefined,
): Promise<Residence> {
  if (claims) {
    if (slug !== undefined && slug !== claims.slug) throw new Refusal("not_found");
    return { tenantId: claims.tid, slug: claims.slug, shard: claims.shard };
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

/** Pages of the tenant's allowed origins may read the answer. */
function allowOrigin(c: AppContext, tenant: TenantRow): void {
  const origin = c.req.header("origin");
  if (!origin || !tenant.settings.allowedOrigins?.includes(origin)) return;
  c.set("responseHeaders", { ...c.var.responseHeaders, "Access-Control-Allow-Origin": origin, Vary: "Origin" });
}
