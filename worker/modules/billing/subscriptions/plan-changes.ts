/**
 * Changes of plan. What is billed always agrees with the terms that hold, also with those that are planned: so a change
 * settles the billed days that it concerns when it is made, runs bill the other days on the terms of each, and on its day
 * nothing is left to be paid.
 */
import { and, desc, eq, lt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import { changed } from "../../audit/index.ts";
import { commitAndRead, event, type Part } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { planChanges, subscriptions } from "../schema.ts";
import { applyDueChanges } from "./due-plan-changes.ts";
import { dayTaken, decide, decideWithout } from "./plan-change-decision.ts";
import type { PlanChangeInput } from "./plan-change-inputs.ts";
import {
  loadPremises,
  planChangeById,
  planChangesQuery,
  termsOf,
  type PlanChangeRow,
  type Premises,
} from "./plan-change-queries.ts";
import { settledParts, showSettled } from "./settlement.ts";
import { byId } from "./subscriptions.ts";
import type { Terms } from "./terms.ts";

/** What a change would do; nothing of it is written. @throws Refusal as `changePlan` does */
export async function previewPlanChange(ctx: Context, id: string, input: PlanChangeInput) {
  const premises = await loadCurrent(ctx, id, input.planId);
  const { state, previous, next, settled, nextInvoice } = decide(ctx, premises, input);
  return {
    subscriptionId: id,
    version: premises.subscription.version,
    effectiveOn: input.effectiveOn,
    state,
    previous: showTerms(previous),
    next: showTerms(next),
    ...showSettled(settled),
    nextInvoice,
  };
}

/**
 * Changes the plan, its price or the discount from a day on. What this costs for days that are billed already is invoiced
 * or credited at once; a day to come stays planned until then.
 * @throws Refusal `wrong_state` or naming what can't be; `conflict` when the subscription is not as `version` says any more
 */
export async function changePlan(ctx: Context, id: string, input: PlanChangeInput) {
  const premises = await loadCurrent(ctx, id, input.planId);
  const { subscription, customer } = premises;
  if (input.version !== undefined && input.version !== subscription.version) throw new Refusal("conflict");
  const { state, wanted, held, settled } = decide(ctx, premises, input);
  const { invoiceId = null, parts } = settledParts(ctx, premises, settled);
  const { effectiveOn } = input;
  const change = {
    id: ctx.id("pch"),
    subscriptionId: id,
    effectiveOn,
    state,
    ...wanted,
    previousPlanId: held.planId,
    previousPrice: held.price,
    previousDiscount: held.discount,
    difference: settled.difference,
    invoiceId,
    createdAt: ctx.now(),
  };
  const note = { effectiveOn, difference: settled.difference || undefined };
  const asked: Part[] =
    state === "planned"
      ? changed(
          ctx,
          subscriptions,
          subscription,
          {},
          {
            action: "subscription.plan_change_planned",
            note: { ...wanted, ...note },
          },
        )
      : [
          ...changed(ctx, subscriptions, subscription, wanted, { action: "subscription.plan_changed", note }),
          event(ctx, "subscription.plan_changed", {
            planChangeId: change.id,
            subscriptionId: id,
            customerId: customer.id,
          }),
        ];
  return write(ctx, change, [...asked, ctx.store.insert(planChanges, change), ...parts]);
}

/** Gives a planned change up, and with it what it has cost so far. @throws Refusal `wrong_state` when it is not planned */
export async function cancelPlanChange(ctx: Context, id: string, changeId: string) {
  const premises = await loadPremises(ctx, id);
  const change = premises.changes.find((each) => each.change.id === changeId)?.change;
  if (change?.state !== "planned") throw await notPlanned(ctx, id, changeId);
  const { effectiveOn } = change;
  const settled = decideWithout(ctx, premises, changeId, effectiveOn);
  return write(ctx, change, [
    ...changed(
      ctx,
      subscriptions,
      premises.subscription,
      {},
      {
        action: "subscription.plan_change_cancelled",
        note: { effectiveOn, difference: settled.difference || undefined },
      },
    ),
    ctx.store.update(
      planChanges,
      { state: "cancelled" },
      and(eq(planChanges.id, changeId), eq(planChanges.state, "planned")),
    ),
    ...settledParts(ctx, premises, settled).parts,
  ]);
}

async function notPlanned(ctx: Context, id: string, changeId: string): Promise<Refusal> {
  const [[found]] = await ctx.store.read(planChangeById(ctx, changeId));
  if (found?.change.subscriptionId !== id) return new Refusal("not_found");
  return new Refusal("wrong_state", {
    detail: {
      id: "Hanya ganti paket yang masih direncanakan yang bisa dibatalkan.",
      en: "Only a change of plan that is still planned can be cancelled.",
    },
  });
}

/** A subscription's changes of plan, the newest first. @throws Refusal `not_found` */
export async function listPlanChanges(ctx: Context, id: string, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [[found], rows] = await ctx.store.read(
    byId(ctx, id),
    planChangesQuery(ctx)
      .where(
        ctx.store.own(planChanges, eq(planChanges.subscriptionId, id), after && lt(planChanges.id, String(after[0]))),
      )
      .orderBy(desc(planChanges.id))
      .limit(limit + 1),
  );
  if (!found) throw new Refusal("not_found");
  return pageFrom(rows, limit, showPlanChange, ({ change }) => [change.id]);
}

/** What is known of the subscription, once what was to happen by now has happened. */
async function loadCurrent(ctx: Context, id: string, planId: string): Promise<Premises> {
  const premises = await loadPremises(ctx, id, planId);
  const isDue = ({ change }: PlanChangeRow) => change.state === "planned" && change.effectiveOn <= today(ctx);
  if (premises.subscription.state === "terminated" || !premises.changes.some(isDue)) return premises;
  await applyDueChanges(ctx, id);
  return loadPremises(ctx, id, planId);
}

/** Writes the batch of a change, and gives the change as it is then. */
async function write(ctx: Context, { id, effectiveOn }: { id: string; effectiveOn: string }, parts: readonly Part[]) {
  try {
    const [row] = await commitAndRead(ctx, parts, planChangeById(ctx, id));
    return showPlanChange(row as PlanChangeRow);
  } catch (error) {
    if (violation(error)?.name !== "plan_changes_day") throw error;
    throw dayTaken(effectiveOn);
  }
}

const showTerms = ({ planId, planName, price, discount }: Terms) => ({
  plan: { id: planId, name: planName },
  price,
  discount,
});

/** A change of plan as the API shows it. */
const showPlanChange = ({ change, plan, previousPlan }: PlanChangeRow) => ({
  ...change,
  previous: showTerms(termsOf(previousPlan, { price: change.previousPrice, discount: change.previousDiscount })),
  next: showTerms(termsOf(plan, change)),
  createdAt: isoInstant(change.createdAt),
});
