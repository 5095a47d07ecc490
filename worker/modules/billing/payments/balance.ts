import { count, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { customerById } from "../../customers/index.ts";
import { creditQuery } from "../credits/credit.ts";
import { owed } from "../invoices/owed.ts";
import { invoices } from "../schema.ts";

/** What a customer owes and what it has paid beyond that. @throws Refusal `not_found` */
export async function getBalance(ctx: Context, customerId: string) {
  const { db, own, read } = ctx.store;
  const [[customer], [credit], open] = await read(
    customerById(ctx, customerId),
    creditQuery(ctx, customerId),
    db
      .select({
        state: invoices.state,
        count: count(),
        amount: sql<number>`sum(${owed})`.mapWith(Number),
      })
      .from(invoices)
      .where(
        own(invoices, eq(invoices.customerId, customerId), inArray(invoices.state, ["awaiting_payment", "overdue"])),
      )
      .groupBy(invoices.state),
  );
  if (!customer) throw new Refusal("not_found");
  const of = (state: string) => open.find((row) => row.state === state) ?? { count: 0, amount: 0 };
  const [awaiting, overdue] = [of("awaiting_payment"), of("overdue")];
  return {
    credit: credit?.balance ?? 0,
    due: awaiting.amount + overdue.amount,
    dueCount: awaiting.count + overdue.count,
    overdue: overdue.amount,
    overdueCount: overdue.count,
  };
}
