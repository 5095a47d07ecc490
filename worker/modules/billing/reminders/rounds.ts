/** Rounds that are over: what was gone through for a day is not read again in its later hours. */
import { inArray, lt } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { removeMatching, type Removed } from "../../../db/whole.ts";
import { commit } from "../../outbox/index.ts";
import { dunningRounds } from "../schema.ts";

/** Fewer than the parameters that a statement may have. */
const mostIds = 80;

/** Those of some rounds that are over. */
export async function finishedRounds(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  const { store } = ctx;
  const found = new Set<string>();
  for (let from = 0; from < ids.length; from += mostIds) {
    const [rows] = await store.read(
      store.db
        .select({ id: dunningRounds.id })
        .from(dunningRounds)
        .where(store.own(dunningRounds, inArray(dunningRounds.id, ids.slice(from, from + mostIds)))),
    );
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** Marks a round as over. */
export const finishRound = (ctx: Context, id: string): Promise<void> =>
  commit(ctx, [
    ctx.store.db
      .insert(dunningRounds)
      .values({ tenantId: ctx.store.tenantId, id, createdAt: ctx.now() })
      .onConflictDoNothing(),
  ]);

/** Removes the marks of rounds that ended before a moment: long enough ago, none of them comes again. */
export const removeOldRounds = (ctx: Context, beforeMs: number, pages: number): Promise<Removed> =>
  removeMatching(ctx.store, dunningRounds, lt(dunningRounds.createdAt, beforeMs), { pages });
