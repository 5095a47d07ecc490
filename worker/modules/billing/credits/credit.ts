import { eq, sql } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { event, type Part } from "../../outbox/index.ts";
import { customerCredits } from "../schema.ts";

/** Adds to a customer's credit, which then pays what it owes. The journal's posting goes beside it in the same batch. */
export function addCredit(ctx: Context, customerId: string, amount: number): Part[] {
  if (amount === 0) return [];
  return [
    ctx.store.db
      .insert(customerCredits)
      .values({ tenantId: ctx.store.tenantId, customerId, balance: amount })
      .onConflictDoUpdate({
        target: [customerCredits.tenantId, customerCredits.customerId],
        set: { balance: sql`${customerCredits.balance} + ${amount}` },
      }),
    event(ctx, "credit.added", { customerId }),
  ];
}

/**
 * Takes from a credit that was read in the state it had: its row, once there, is never removed. More than there is by now is
 * refused by `customer_credits_balance`. The journal's posting goes beside it in the same batch.
 */
export const takeCredit = (ctx: Context, customerId: string, amount: number): Statement =>
  ctx.store.update(
    customerCredits,
    { balance: sql`${customerCredits.balance} - ${amount}` },
    eq(customerCredits.customerId, customerId),
  );

/** Whether a batch was refused because the credit it takes from has been used since. */
export const isCreditSpent = (error: unknown): boolean => violation(error)?.name === "customer_credits_balance";

/** The query for what a customer has. */
export const creditQuery = ({ store }: Context, customerId: string) =>
  store.db
    .select({ balance: customerCredits.balance })
    .from(customerCredits)
    .where(store.own(customerCredits, eq(customerCredits.customerId, customerId)));
