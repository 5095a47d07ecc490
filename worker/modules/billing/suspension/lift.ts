/** Lifting suspensions for arrears, as soon as nothing justifies them. What a person suspended, only a person lifts. */
import { asc, eq, getTableColumns, gt, sql, type SQL } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { changedAll, isLostRace } from "../../audit/index.ts";
import { customers } from "../../customers/schema.ts";
import { commit, events, type EventData } from "../../outbox/index.ts";
import { countSubscriptions } from "../invoices/counted.ts";
import { today } from "../invoices/issue.ts";
import { invoices, subscriptions } from "../schema.ts";
import { standingFrom } from "../subscriptions/periods.ts";
import { arrearsColumns } from "./arrears.ts";
import { policiesQuery, policyOf, scopedPolicies, type ScopedPolicy } from "./policies.ts";
import { isJustified } from "./policy.ts";

type Cause = EventData<"subscription.restored">["cause"];

const chunk = 25;
const mostAttempts = 8;

/** After money came in, or an invoice was voided or credited. Safe to repeat, and to race. */
export async function liftAfterPayment(ctx: Context, invoiceId: string): Promise<number> {
  const { store } = ctx;
  const payer = store.db
    .select({ id: invoices.customerId })
    .from(invoices)
    .where(store.own(invoices, eq(invoices.id, invoiceId)));
  return lift(ctx, { only: sql`${subscriptions.customerId} = ${payer}`, cause: "payment" });
}

/** After a customer, or one of its subscriptions, was exempted. */
export const liftExempted = (ctx: Context, customerId: string): Promise<number> =>
  lift(ctx, { only: eq(subscriptions.customerId, customerId), cause: "exemption" });

/**
 * What a payment or an exemption did not lift, since its event was lost or the policy has changed. A policy that is off
 * lifts nothing by itself.
 */
export const liftUnjustified = (ctx: Context, policies: readonly ScopedPolicy[]): Promise<number> =>
  lift(ctx, { cause: "policy", policies });

interface Lifting {
  only?: SQL;
  cause: Cause;
  /** Only where one of these is on. */
  policies?: readonly ScopedPolicy[];
}

/** Each chunk is one batch: of those who lift the same at once, one does. */
async function lift(ctx: Context, { only, cause, policies: watched }: Lifting): Promise<number> {
  let after = "";
  for (let lifted = 0, attempt = 1; ;) {
    const [rows, policyRows] = await ctx.store.read(suspendedQuery(ctx, after, only), policiesQuery(ctx));
    const policies = watched ?? scopedPolicies(policyRows);
    const chosen = rows.filter((row) => {
      const { policy } = policyOf(policies, row.subscription.brandId);
      return (!watched || policy.enabled) && !isJustified(policy, row, today(ctx));
    });
    try {
      if (chosen.length > 0) await commit(ctx, liftParts(ctx, chosen, cause));
    } catch (error) {
      if (!isLostRace(error) || attempt++ >= mostAttempts) throw error;
      continue;
    }
    attempt = 1;
    lifted += chosen.length;
    const last = rows.at(-1);
    if (!last || rows.length < chunk) return lifted;
    after = last.subscription.id;
  }
}

const suspendedQuery = (ctx: Context, after: string, only: SQL | undefined) =>
  ctx.store.db
    .select({
      subscription: getTableColumns(subscriptions),
      customer: { name: customers.name },
      ...arrearsColumns(ctx),
    })
    .from(subscriptions)
    .innerJoin(customers, ctx.store.own(customers, eq(customers.id, subscriptions.customerId)))
    .where(
      ctx.store.own(
        subscriptions,
        // Of one customer the state is not asked for: D1 would walk along all that are suspended.
        only ?? eq(subscriptions.state, "suspended"),
        eq(subscriptions.suspensionCause, "overdue"),
        gt(subscriptions.id, after),
      ),
    )
    .orderBy(asc(subscriptions.id))
    .limit(chunk);
type SuspendedRow = Awaited<ReturnType<typeof suspendedQuery>>[number];

function liftParts(ctx: Context, rows: readonly SuspendedRow[], cause: Cause) {
  const list = rows.map(({ subscription }) => ({
    before: subscription,
    changes: {
      state: "active" as const,
      suspensionCause: null,
      suspendedAt: null,
      ...standingFrom(subscription, today(ctx)),
    },
  }));
  return [
    ...changedAll(ctx, subscriptions, list, { action: "subscription.restored" }),
    ...countSubscriptions(
      ctx,
      list.map(({ before, changes }) => ({ before, after: changes })),
    ),
    events(
      ctx,
      "subscription.restored",
      rows.map(({ subscription: { id, customerId }, customer }) => ({
        subscriptionId: id,
        customerId,
        customerName: customer.name,
        cause,
      })),
    ),
  ];
}
