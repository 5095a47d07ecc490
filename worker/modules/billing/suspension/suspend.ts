/**
 * Suspending for arrears. A suspension is a pause like any other: nothing is billed while it lasts, and billing goes on from
 * the day on which it is lifted (`standingFrom`, B32). What was owed before stays owed.
 */
import { eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { hourIn } from "../../../core/time.ts";
import { changedAll, isLostRace } from "../../audit/index.ts";
import { commit, events, type Part } from "../../outbox/index.ts";
import { countSubscriptions } from "../invoices/counted.ts";
import { today } from "../invoices/issue.ts";
import { finishRound, finishedRounds } from "../reminders/rounds.ts";
import { invoices, subscriptions } from "../schema.ts";
import { inArrearsQuery, isJustifiedNow, placeOf, type ArrearsPlace, type InArrears } from "./arrears.ts";
import { liftUnjustified } from "./lift.ts";
import { policiesQuery, scopedPolicies, type ScopedPolicy } from "./policies.ts";
import { isJustified, isOpen, suspendsUpTo } from "./policy.ts";

const chunk = 25;
/** How often a chunk is read anew because a payment or a person changed something of it first. */
const mostAttempts = 8;

/** What a run came to. */
export interface Suspended {
  suspended: number;
  lifted: number;
}

/**
 * Lifts what is not justified any more, then suspends, where the hour is one for it. Once a day for each policy; its round
 * is marked when it is through, so that a run that was stopped goes on, and the hours after it read nothing.
 * @param isAsked somebody asked for it now: a round that is over is gone through again
 */
export async function suspendOverdue(ctx: Context, { isAsked = false, size = chunk } = {}): Promise<Suspended> {
  const [rows] = await ctx.store.read(policiesQuery(ctx));
  const policies = scopedPolicies(rows);
  const lifted = policies.some(({ policy }) => policy.enabled) ? await liftUnjustified(ctx, policies) : 0;
  const open = policies.filter(
    ({ policy, activeFrom }) =>
      policy.enabled && activeFrom <= today(ctx) && isOpen(policy, today(ctx), hourIn(ctx.tenant.timeZone, ctx.now())),
  );
  const done = await finishedRounds(
    ctx,
    open.map((each) => roundOf(ctx, each)),
  );
  let suspended = 0;
  for (const policy of open.filter((each) => isAsked || !done.has(roundOf(ctx, each)))) {
    suspended += await suspendRound(ctx, policy, size);
    await finishRound(ctx, roundOf(ctx, policy));
  }
  return { suspended, lifted };
}

/** A policy's round of today; one that was changed has another. */
const roundOf = (ctx: Context, { id, version }: ScopedPolicy): string => `suspend:${id}:${version}:${today(ctx)}`;

async function suspendRound(ctx: Context, scope: ScopedPolicy, size: number): Promise<number> {
  const dueUpTo = suspendsUpTo(scope.policy, today(ctx));
  let after: ArrearsPlace | undefined;
  for (let suspended = 0, attempt = 1; ;) {
    const [rows] = await ctx.store.read(inArrearsQuery(ctx, { after, limit: size, dueUpTo, scope }));
    const chosen = rows.filter((row) => isJustified(scope.policy, row, today(ctx)));
    try {
      if (chosen.length > 0) await commit(ctx, suspensionParts(ctx, scope, chosen));
    } catch (error) {
      if (!isLostRace(error) || attempt++ >= mostAttempts) throw error;
      continue;
    }
    attempt = 1;
    suspended += chosen.length;
    const last = rows.at(-1);
    if (!last || rows.length < size) return suspended;
    after = placeOf(last);
  }
}

/**
 * The batch that suspends. It first takes hold of the overdue invoices: a payment that is being written is waited for and
 * then seen, one that comes later finds the suspension and lifts it.
 */
function suspensionParts(ctx: Context, { policy }: ScopedPolicy, rows: readonly InArrears[]): Part[] {
  const { store } = ctx;
  const customerIds = [...new Set(rows.map(({ customer }) => customer.id))].sort();
  const changes = { state: "suspended", suspensionCause: "overdue", suspendedAt: ctx.now() } as const;
  const list = rows.map(({ subscription }) => ({ before: subscription, changes }));
  return [
    store.update(
      invoices,
      { paid: sql`${invoices.paid}` },
      eq(invoices.state, "overdue"),
      inArray(invoices.customerId, customerIds),
    ),
    ...changedAll(
      ctx,
      subscriptions,
      list,
      { action: "subscription.suspended" },
      isJustifiedNow(ctx, policy, suspendsUpTo(policy, today(ctx)), today(ctx)),
    ),
    ...countSubscriptions(
      ctx,
      list.map(({ before }) => ({ before, after: changes })),
    ),
    events(
      ctx,
      "subscription.suspended",
      rows.map(({ subscription, customer }) => ({
        subscriptionId: subscription.id,
        customerId: customer.id,
        customerName: customer.name,
        cause: "overdue" as const,
      })),
    ),
  ];
}
