import { and, inArray, lt, or } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { removeMatching, type Removed } from "../../db/whole.ts";
import { refreshTokens, sessions } from "./schema.ts";

/** Removes the sessions that ended or ran out before a moment, with their tokens. */
export async function removeOldSessions(ctx: Context, beforeMs: number, pages: number): Promise<Removed> {
  const { store } = ctx;
  const over = or(lt(sessions.endedAt, beforeMs), lt(sessions.expiresAt, beforeMs));
  const ids = store.db.select({ id: sessions.id }).from(sessions).where(store.own(sessions, over));
  const tokens = await removeMatching(store, refreshTokens, inArray(refreshTokens.sessionId, ids), { pages });
  return tokens.isDone ? removeMatching(store, sessions, and(over), { pages }) : { rows: 0, isDone: false };
}
