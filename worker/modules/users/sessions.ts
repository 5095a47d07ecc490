/** Sessions: short access tokens, and refresh tokens of which each is used once (docs/decisions/0006-tokens.md). */
import { and, eq, isNull, ne, sql, type SQL } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context, TenantView } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { Refusal } from "../../core/errors.ts";
import { derivedId, signToken, tokenLifetimeSeconds, verifyToken, type TokenClaims } from "../../core/tokens.ts";
import { noted } from "../audit/index.ts";
import { commit, event, type Part } from "../outbox/index.ts";
import { signedIn } from "./grants.ts";
import type { TokensAnswer } from "./inputs.ts";
import { refreshTokens, sessions, users } from "./schema.ts";

/**
 * For so long after its first use a refresh token gives the same successor again: two tabs that refresh at once, or an
 * answer that was lost on its way.
 */
const reuseWindowMs = 30_000;

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

const shownAgent = ({ userAgent }: Device): string | null => userAgent?.slice(0, 300) ?? null;

/**
 * A new session's tokens, and the statements that store it; they belong in the batch of the sign-in.
 * @param userId SQL that gives the user's id while the sign-in still holds; null refuses the batch
 */
export async function openSession(
  ctx: Context,
  user: SessionUser,
  device: Device,
  userId: SQL | string = user.id,
): Promise<NewSession> {
  const sessionId = ctx.id("ses");
  const now = ctx.now();
  const { tokens, hash } = await issueTokens(ctx, user, { id: sessionId, createdAt: now }, ctx.randomText(26));
  return {
    tokens,
    statements: [
      ctx.store.insert(sessions, {
        id: sessionId,
        userId,
        userAgent: shownAgent(device),
        address: device.address,
        createdAt: now,
        lastUsedAt: now,
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

/** A refresh token depends on nothing but its session and its `jti`, so that whoever derives it has the same one. */
async function issueTokens(
  ctx: Context,
  user: SessionUser,
  session: { id: string; createdAt: number },
  jti: string,
): Promise<{ tokens: TokensAnswer; hash: string }> {
  const { TOKEN_SECRET } = ctx.settings;
  const { role, ...lasting } = claimsFor(ctx.tenant, user, session.id);
  const refresh = await signToken(TOKEN_SECRET, "refresh", { ...lasting, jti }, session.createdAt);
  const tokens: TokensAnswer = {
    access_token: await signToken(TOKEN_SECRET, "access", { ...lasting, role: String(role) }, ctx.now()),
    token_type: "bearer",
    expires_in: tokenLifetimeSeconds.access,
    refresh_token: refresh,
  };
  return { tokens, hash: await sha256(refresh) };
}

/**
 * Trades a refresh token for new tokens. Each has one successor. Traded again within the window, it gives that one again;
 * later it ends the whole session, for one of the two who hold it is a thief.
 * @throws Refusal `session_ended` or `user_inactive`
 */
export async function refreshSession(ctx: Context, refreshToken: string, device: Device): Promise<TokensAnswer> {
  const { TOKEN_SECRET } = ctx.settings;
  const claims = await verifyToken(TOKEN_SECRET, "refresh", refreshToken, ctx.now());
  if (!claims?.sid || claims.tid !== ctx.tenant.id) throw new Refusal("session_ended");
  const { store } = ctx;
  const hash = await sha256(refreshToken);
  const [[found]] = await store.read(tradeQuery(ctx, hash));
  if (!found || found.endedAt !== null || found.expiresAt <= ctx.now()) throw new Refusal("session_ended");
  if (found.state !== "active") throw new Refusal("user_inactive");
  if (found.usedAt !== null && ctx.now() - found.usedAt > reuseWindowMs) return endAfterReuse(ctx, claims.sid);

  const session = { id: claims.sid, createdAt: found.createdAt };
  const next = await issueTokens(ctx, { id: claims.sub, role: found.role }, session, derivedId(TOKEN_SECRET, hash));
  if (found.usedAt !== null) return next.tokens;
  const open = store.db
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
      // No row, hence NULL, hence refused, when the session has ended.
      store.insert(refreshTokens, { hash: next.hash, sessionId: sql`(${open})`, issuedAt: ctx.now() }),
      store.update(
        sessions,
        { lastUsedAt: ctx.now(), address: device.address, userAgent: shownAgent(device) },
        eq(sessions.id, session.id),
      ),
    ]);
  } catch (error) {
    const refused = violation(error);
    if (refused?.kind === "notNull") throw new Refusal("session_ended");
    // Another request was faster, with the same successor.
    if (refused?.name !== "refresh_tokens_pk") throw error;
  }
  return next.tokens;
}

/** What is known of a refresh token, its session and its user. */
const tradeQuery = ({ store }: Context, hash: string) =>
  store.db
    .select({
      role: users.role,
      state: users.state,
      createdAt: sessions.createdAt,
      endedAt: sessions.endedAt,
      expiresAt: sessions.expiresAt,
      usedAt: refreshTokens.usedAt,
    })
    .from(refreshTokens)
    .innerJoin(sessions, store.own(sessions, eq(sessions.id, refreshTokens.sessionId)))
    .innerJoin(users, store.own(users, eq(users.id, sessions.userId)))
    .where(store.own(refreshTokens, eq(refreshTokens.hash, hash)));

async function endAfterReuse(ctx: Context, sessionId: string): Promise<never> {
  await endSession(ctx, sessionId, "reuse");
  throw new Refusal("session_ended");
}

type EndReason = "logout" | "reuse" | "revoked";

/** Ends a session at once: its access tokens are refused from the next request on. */
export const endSession = (ctx: Context, sessionId: string, reason: EndReason): Promise<void> =>
  commit(ctx, endingSession(ctx, sessionId, reason));

/** The parts of a batch that end a session. */
const endingSession = (ctx: Context, sessionId: string, reason: EndReason): Part[] => [
  ctx.store.update(
    sessions,
    { endedAt: ctx.now(), endedReason: reason },
    and(eq(sessions.id, sessionId), isNull(sessions.endedAt)),
  ),
  noted(ctx, { entity: "session", entityId: sessionId, action: "session.ended", after: { reason } }),
  event(ctx, "session.ended", { sessionId }),
];

/** Ends the caller's session, and that of a refresh token where it is another one of the caller's. */
export async function signOut(ctx: Context, refreshToken = ""): Promise<void> {
  const { id, sessionId } = signedIn(ctx);
  const claims = await verifyToken(ctx.settings.TOKEN_SECRET, "refresh", refreshToken, ctx.now());
  const isOwn = claims?.tid === ctx.tenant.id && claims.sub === id;
  const ended = new Set([sessionId, ...(isOwn && claims.sid ? [claims.sid] : [])]);
  await commit(
    ctx,
    [...ended].flatMap((each) => endingSession(ctx, each, "logout")),
  );
}

/** The parts of a batch that end a user's sessions, but for one: from the next request on, and their sockets soon after. */
export const endingSessions = (ctx: Context, userId: string, exceptSessionId: string | null = null): Part[] => [
  ctx.store.update(
    sessions,
    { endedAt: ctx.now(), endedReason: "revoked" },
    and(
      eq(sessions.userId, userId),
      isNull(sessions.endedAt),
      exceptSessionId === null ? undefined : ne(sessions.id, exceptSessionId),
    ),
  ),
  event(ctx, "user.sessions_ended", { userId, exceptSessionId }),
];
