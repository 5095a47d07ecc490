/** Where a user is signed in, and ending it. */
import { and, desc, eq, gt, isNull, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { noted } from "../audit/index.ts";
import { commit } from "../outbox/index.ts";
import { signedIn } from "./grants.ts";
import { requireManageable } from "./members.ts";
import { sessions } from "./schema.ts";
import { endingSessions, endSession } from "./sessions.ts";
import { describeAgent } from "./user-agent.ts";

const isOpen = (ctx: Context, userId: string) =>
  and(eq(sessions.userId, userId), isNull(sessions.endedAt), gt(sessions.expiresAt, ctx.now()));

/** A user's open sessions, newest first. */
const sessionsQuery = (ctx: Context, userId: string, { limit, cursor }: PageQuery) => {
  const after = decodeCursor(cursor, 1);
  return ctx.store.db
    .select()
    .from(sessions)
    .where(ctx.store.own(sessions, isOpen(ctx, userId), after && lt(sessions.id, String(after[0]))))
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
};

const page = (ctx: Context, rows: Row<typeof sessions>[], limit: number) =>
  pageFrom(
    rows,
    limit,
    ({ id, userAgent, address, createdAt, lastUsedAt, expiresAt }) => ({
      id,
      ...describeAgent(userAgent),
      userAgent,
      address,
      createdAt: isoInstant(createdAt),
      lastUsedAt: isoInstant(lastUsedAt ?? createdAt),
      expiresAt: isoInstant(expiresAt),
      current: ctx.actor.kind === "user" && ctx.actor.sessionId === id,
    }),
    (row) => [row.id],
  );

/** The signed-in user's own. */
export async function listOwnSessions(ctx: Context, query: PageQuery) {
  const [rows] = await ctx.store.read(sessionsQuery(ctx, signedIn(ctx).id, query));
  return page(ctx, rows, query.limit);
}

/** Somebody else's. */
export async function listSessionsOf(ctx: Context, userId: string, query: PageQuery) {
  const [rows] = await requireManageable(ctx, userId, sessionsQuery(ctx, userId, query));
  return page(ctx, rows, query.limit);
}

const sessionQuery = (ctx: Context, userId: string, sessionId: string) =>
  ctx.store.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(ctx.store.own(sessions, isOpen(ctx, userId), eq(sessions.id, sessionId)));

/** @throws Refusal `not_found`, also for a session of somebody else */
export async function endOwnSession(ctx: Context, sessionId: string): Promise<void> {
  const [[found]] = await ctx.store.read(sessionQuery(ctx, signedIn(ctx).id, sessionId));
  if (!found) throw new Refusal("not_found");
  await endSession(ctx, sessionId, "revoked");
}

/** Ends the signed-in user's sessions but the one that asks. */
export async function endOtherSessions(ctx: Context): Promise<void> {
  const { id, sessionId } = signedIn(ctx);
  await commit(ctx, [
    noted(ctx, { entity: "user", entityId: id, action: "user.other_sessions_ended" }),
    ...endingSessions(ctx, id, sessionId),
  ]);
}

/** Ends somebody else's session. */
export async function endSessionOf(ctx: Context, userId: string, sessionId: string): Promise<void> {
  const [[found]] = await requireManageable(ctx, userId, sessionQuery(ctx, userId, sessionId));
  if (!found) throw new Refusal("not_found");
  await endSession(ctx, sessionId, "revoked");
}
