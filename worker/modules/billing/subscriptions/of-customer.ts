/** A customer together with what it has subscribed to. */
import { asc, desc, eq, ne, sql } from "drizzle-orm";
import { holds } from "../../../core/access.ts";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import {
  customerIdOf,
  openKtp,
  readRevealing,
  showInFull,
  shownCustomer,
  type CustomerKey,
} from "../../customers/index.ts";
import { plans, subscriptions } from "../schema.ts";

/** The query for the plan of a customer's newest subscription; a suspended one counts where none is active. */
const planQuery = (ctx: Context, key: CustomerKey) =>
  ctx.store.db
    .select({ number: plans.number, name: plans.name, price: plans.price })
    .from(subscriptions)
    // Crossed, since D1 keeps that order: a customer has few subscriptions, a plan has many.
    .crossJoin(plans)
    .where(
      ctx.store.own(
        subscriptions,
        eq(subscriptions.customerId, customerIdOf(ctx, key)),
        ne(subscriptions.state, "terminated"),
        ctx.store.own(plans, eq(plans.id, subscriptions.planId)),
      ),
    )
    .orderBy(asc(sql`case when ${subscriptions.state} = 'active' then 0 else 1 end`), desc(subscriptions.id))
    .limit(1);

/**
 * A customer with the plan it is on now. Who may reveal sealed fields sees them whole, and that is written down.
 * @throws Refusal `not_found`
 */
export async function getCustomerWithPlan(ctx: Context, key: CustomerKey) {
  const queries = [shownCustomer(ctx, key), planQuery(ctx, key)] as const;
  const reveals = holds(ctx.actor, "customers:reveal");
  const [[found], [plan]] = await (reveals ? readRevealing(ctx, key, queries) : ctx.store.read(...queries));
  if (!found) throw new Refusal("not_found");
  const customer = showInFull(found);
  return {
    ...customer,
    ktp: reveals ? await openKtp(ctx, found.customer.ktpSealed) : customer.ktp,
    plan: plan ?? null,
  };
}
export type CustomerWithPlan = Awaited<ReturnType<typeof getCustomerWithPlan>>;
