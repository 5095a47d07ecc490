import { eq, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { postings } from "./schema.ts";

/** What an account holds: the sum of its debits less the sum of its credits, in rupiah. */
export async function accountBalance(ctx: Context, name: string): Promise<number> {
  const { store } = ctx;
  const total = (side: typeof postings.debit | typeof postings.credit) =>
    store.db
      .select({ sum: sql<number>`coalesce(sum(${postings.amount}), 0)`.mapWith(Number) })
      .from(postings)
      .where(store.own(postings, eq(side, name)));
  const [[debits], [credits]] = await store.read(total(postings.debit), total(postings.credit));
  return (debits?.sum ?? 0) - (credits?.sum ?? 0);
}
