import { sql } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { customerCredits } from "../schema.ts";

/** The statements that add to a customer's credit. The journal's posting goes beside them in the same batch. */
export function addCredit(ctx: Context, customerId: string, amount: number): Statement[] {
  if (amount === 0) return [];
  return [
    ctx.store.db
      .insert(customerCredits)
      .values({ tenantId: ctx.store.tenantId, customerId, balance: amount })
      .onConflictDoUpdate({
        target: [customerCredits.tenantId, customerCredits.customerId],
        set: { balance: sql`${customerCredits.balance} + ${amount}` },
      }),
  ];
}
