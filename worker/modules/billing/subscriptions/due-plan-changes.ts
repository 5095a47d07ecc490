/** Planned changes of plan whose day has come. What they cost was settled when they were planned. */
import { and, asc, eq, getTableColumns, lte, ne } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { changed } from "../../audit/index.ts";
import { commit, event, type Part } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { planChanges, subscriptions } from "../schema.ts";
import type { PlanChange } from "./plan-change-queries.ts";
import type { Subscription } from "./subscriptions.ts";

const chunk = 25;

/**
 * Applies what was planned for today or before, of all subscriptions or of one, in the order of their days. Safe to repeat
 * and to race: the subscription's version lets each through once.
 * @returns how many
 */
export async function applyDueChanges(ctx: Context, subscriptionId?: string): Promise<number> {
  for (let applied = 0; ;) {
    const [rows] = await ctx.store.read(
      ctx.store.db
        .select({ change: getTableColumns(planChanges), subscription: getTableColumns(subscriptions) })
        .from(planChanges)
        .innerJoin(subscriptions, ctx.store.own(subscriptions, eq(subscriptions.id, planChanges.subscriptionId)))
        .where(
          ctx.store.own(
            planChanges,
            eq(planChanges.state, "planned"),
            lte(planChanges.effectiveOn, today(ctx)),
            subscriptionId === undefined ? undefined : eq(planChanges.subscriptionId, subscriptionId),
            ne(subscriptions.state, "terminated"),
          ),
        )
        .orderBy(asc(planChanges.effectiveOn), asc(planChanges.id))
        .limit(chunk),
    );
    if (rows.length === 0) return applied;
    // A subscription with two of them takes one at a time.
    const first = rows.filter(
      (row, index) => rows.findIndex(({ subscription }) => subscription.id === row.subscription.id) === index,
    );
    await commit(
      ctx,
      first.flatMap(({ change, subscription }) => parts(ctx, change, subscription)),
    );
    applied += first.length;
  }
}

function parts(ctx: Context, change: PlanChange, subscription: Subscription): Part[] {
  const { planId, price, discount, effectiveOn } = change;
  return [
    ...changed(
      ctx,
      subscriptions,
      subscription,
      { planId, price, discount },
      { action: "subscription.plan_changed", note: { effectiveOn } },
    ),
    ctx.store.update(
      planChanges,
      {
        state: "applied",
        previousPlanId: subscription.planId,
        previousPrice: subscription.price,
        previousDiscount: subscription.discount,
      },
      and(eq(planChanges.id, change.id), eq(planChanges.state, "planned")),
    ),
    event(ctx, "subscription.plan_changed", {
      planChangeId: change.id,
      subscriptionId: subscription.id,
      customerId: subscription.customerId,
    }),
  ];
}

/** The statement that cancels what is still planned of a subscription that ends. */
export const cancelPlanned = (ctx: Context, subscriptionId: string): Statement =>
  ctx.store.update(
    planChanges,
    { state: "cancelled" },
    and(eq(planChanges.subscriptionId, subscriptionId), eq(planChanges.state, "planned")),
  );
