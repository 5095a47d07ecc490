/** Sessions: short access tokens, and refresh tokens of which each is used once. */
import { and, eq, isNull, sql } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context, TenantView } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { Refusal } from "../../core/errors.ts";
import { signToken, tokenLifetimeSeconds, verifyToken, type TokenClaims } from "../../core/tokens.ts";
import { noted } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import type { TokensAnswer } from "./inputs.ts";
import { refreshTokens, sessions, users } from "./schema.ts";

/** Whom a session is for. */
export interface SessionUser {
  id: string;
  role: string;
}
/** Where it was opened. */
export interface Device {
  userAgent: string | undefined;
  address: string;
}

interface NewSession {
  tokens: TokensAnswer;
  statements: Statement[];
}

/** A new session's tokens, and the statements that store it; they belong in the batch of the sign-in. */
export async function openSession(ctx: Context, user: SessionUser, device: Device): Promise<NewSession> {
  const sessionId = ctx.id("ses");
  const now = ctx.now();
  const { tokens, hash } = await issueTokens(ctx, user, sessionId);
  return {
    tokens,
    statements: [
      ctx.store.insert(sessions, {
        id: sessionId,
        userId: user.id,
        userAgent: device.userAgent?.slice(0, 300) ?? null,
        address: device.address,
        createdAt: now,
        expiresAt: now + tokenLifetimeSeconds.refresh * 1000,
      }),
      ctx.store.insert(refreshTokens, { hash, sessionId, issuedAt: now }),
    ],
  };
}

/** Claims of an access token for the tenant's user. */
export const claimsFor = (tenant: TenantView, user: SessionUser, sessionId: string): TokenClaims => ({
  tid: tenant.id,
  slug: tenant.slug,
  shard: tenant.shard,
  sub: user.id,
  sid: sessionId,
  role: user.role,
});

async function issueTokens(ctx: Context, user: SessionUser, sessionId: string) {
  const { TOKEN_SECRET } = ctx.settings;
  const claims = claimsFor(ctx.tenant, user, sessionId);
  const refresh = await signToken(TOKEN_SECRET, "refresh", { ...claims, jti: ctx.randomText(26) }, ctx.now());
  const tokens: TokensAnswer = {
    access_token: await signToken(TOKEN_SECRET, "access", claims, ctx.now()),
    token_type: "bearer",
    expires_in: tokenLifetimeSeconds.access,
    refresh_token: refresh,
  };
  return { tokens, hash: await sha256(refresh) };
}

/**
 * Trades a refresh token for new tokens. Trading one twice ends the whole session: one of the two who hold it is a thief.
 * @throws Refusal `session_ended`
 */
export async function refreshSession(ctx: Context, refreshToken: string): Promise<TokensAnswer> {
  const claims = await verifyToken(ctx.settings.TOKEN_SECRET, "refresh", refreshToken, ctx.now());
  if (!claims?.sid || claims.tid !== ctx.tenant.id) throw new Refusal("session_ended");
  const { store } = ctx;
  const hash = await sha256(refreshToken);
  const [[found]] = await store.read(
    store.db
      .select({
        role: users.role,
        state: users.state,
        endedAt: sessions.endedAt,
        expiresAt: sessions.expiresAt,
        usedAt: refreshTokens.usedAt,
      })
      .from(refreshTokens)
      .innerJoin(sessions, store.own(sessions, eq(sessions.id, refreshTokens.sessionId)))
      .innerJoin(users, store.own(users, eq(users.id, sessions.userId)))
      .where(store.own(refreshTokens, eq(refreshTokens.hash, hash))),
  );
  if (!found || found.endedAt !== null || found.expiresAt <= ctx.now()) throw new Refusal("session_ended");
  if (found.state !== "active") throw new Refusal("user_inactive");
  if (found.usedAt !== null) return endAfterReuse(ctx, claims.sid);

  const next = await issueTokens(ctx, { id: claims.sub, role: found.role }, claims.sid);
  const session = store.db
    .select({ id: refreshTokens.sessionId })
    .from(refreshTokens)
    .innerJoin(sessions, store.own(sessions, eq(sessions.id, refreshTokens.sessionId), isNull(sessions.endedAt)))
    .where(store.own(refreshTokens, eq(refreshTokens.hash, hash), eq(refreshTokens.successor, next.hash)));
  try {
    await commit(ctx, [
      store.update(
        refreshTokens,
        { usedAt: ctx.now(), successor: next.hash },
        and(eq(refreshTokens.hash, hash), isNull(refreshTokens.usedAt)),
      ),
      // No row, hence NULL, hence refused, when another request used the token first or the session has ended.
      store.insert(refreshTokens, { hash: next.hash, sessionId: sql`(${session})`, issuedAt: ctx.now() }),
    ]);
  } catch (error) {
    if (violation(error)?.kind !== "notNull") throw error;
    return endAfterReuse(ctx, claims.sid);
  }
  return next.tokens;
}

async function endAfterReuse(ctx: Context, sessionId: string): Promise<never> {
  await endSession(ctx, sessionId, "reuse");
  throw new Refusal("session_ended");
}

/** Ends a session at once: its access tokens are refused from the next request on. */
export async function endSession(
  ctx: Context,
  sessionId: string,
  reason: "logout" | "reuse" | "revoked",
): Promise<void> {
  await commit(ctx, [
    ctx.store.update(
      sessions,
      { endedAt: ctx.now(), endedReason: reason },
      and(eq(sessions.id, sessionId), isNull(sessions.endedAt)),
    ),
    noted(ctx, { entity: "session", entityId: sessionId, action: "session.ended", after: { reason } }),
    event(ctx, "session.ended", { sessionId }),
  ]);
}
