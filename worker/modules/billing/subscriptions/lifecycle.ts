/** How a subscription pauses, goes on and ends, and what that means for its billing (B32: a pause is not billed). */
import { and, eq, isNotNull, lt, ne, type SQL } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { refuseField } from "../../../core/errors.ts";
import { addDays } from "../../../core/time.ts";
import type { Changes } from "../../../db/store.ts";
import { changed } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import { countSubscriptions } from "../invoices/counted.ts";
import { today } from "../invoices/issue.ts";
import { standingFrom } from "./periods.ts";
import { subscriptions } from "../schema.ts";
import {
  dateRangeDays,
  loadSubscription,
  requireTakes,
  writeSubscription,
  type Subscription,
} from "./subscriptions.ts";

/** Pauses it: no run bills it until it is reactivated. */
export async function suspendSubscription(ctx: Context, id: string) {
  const { subscription } = await loadSubscription(ctx, id);
  requireTakes(subscription, "suspend");
  return change(ctx, subscription, { state: "suspended" }, "subscription.suspended");
}

/** Ends the pause. What was not billed before today stays unbilled. */
export async function reactivateSubscription(ctx: Context, id: string) {
  const { subscription } = await loadSubscription(ctx, id);
  requireTakes(subscription, "reactivate");
  const changes = { state: "active" as const, ...standingFrom(subscription, today(ctx)) };
  return change(ctx, subscription, changes, "subscription.reactivated");
}

/**
 * Ends it after `endsOn`: at once when that day has come, else by itself on the day after. Days served and not billed yet
 * are billed by the next run. One that has not started yet ends the day before it would.
 * @throws Refusal naming `endsOn`
 */
export async function terminateSubscription(ctx: Context, id: string, wanted?: string) {
  const { subscription } = await loadSubscription(ctx, id);
  requireTakes(subscription, "terminate");
  const { startsOn } = subscription;
  const endsOn = wanted ?? (today(ctx) < startsOn ? addDays(startsOn, -1) : today(ctx));
  if (wanted !== undefined && wanted < startsOn)
    throw refuseField("endsOn", "Tidak boleh sebelum layanan mulai.", "Can't be before the service starts.");
  if (endsOn > addDays(today(ctx), dateRangeDays))
    throw refuseField("endsOn", "Paling lambat setahun dari sekarang.", "At most a year from now.");
  return endsOn > today(ctx) && endsOn >= startsOn
    ? change(ctx, subscription, { endsOn }, "subscription.ending_set")
    : change(ctx, subscription, terminated(subscription, endsOn), "subscription.terminated");
}

/** A paused one owes nothing for the days since its last bill. */
const terminated = (subscription: Subscription, endsOn: string): Changes<typeof subscriptions> => ({
  state: "terminated",
  endsOn,
  ...(subscription.state === "suspended" && standingFrom(subscription, addDays(endsOn, 1))),
});

const change = (ctx: Context, before: Subscription, changes: Changes<typeof subscriptions>, action: string) =>
  writeSubscription(ctx, before.id, [
    ...changed(ctx, subscriptions, before, changes, { action }),
    ...countSubscriptions(ctx, [{ before, after: changes }]),
  ]);

/** Ends what was to end before today. @returns how many */
export const endDueSubscriptions = (ctx: Context): Promise<number> =>
  endAll(ctx, and(isNotNull(subscriptions.endsOn), lt(subscriptions.endsOn, today(ctx))), ({ endsOn }) => endsOn);

/** After a customer was deleted: every subscription ends, and nothing more of it is billed. Safe to repeat. */
export const endSubscriptionsOf = (ctx: Context, customerId: string): Promise<number> =>
  endAll(ctx, eq(subscriptions.customerId, customerId), () => null);

const chunk = 25;

/** Terminates all that match, some at a time; with a last day of null they end today, paused or not, without a last bill. */
async function endAll(
  ctx: Context,
  which: SQL | undefined,
  lastDay: (subscription: Subscription) => string | null,
): Promise<number> {
  for (let ended = 0; ;) {
    const [rows] = await ctx.store.read(
      ctx.store.db
        .select()
        .from(subscriptions)
        .where(ctx.store.own(subscriptions, which, ne(subscriptions.state, "terminated")))
        .limit(chunk),
    );
    if (rows.length === 0) return ended;
    const ends = rows.map((before) => {
      const endsOn = lastDay(before);
      const after =
        endsOn === null ? terminated({ ...before, state: "suspended" }, today(ctx)) : terminated(before, endsOn);
      return { before, after };
    });
    await commit(ctx, [
      ...ends.flatMap(({ before, after }) =>
        changed(ctx, subscriptions, before, after, { action: "subscription.terminated" }),
      ),
      ...countSubscriptions(ctx, ends),
    ]);
    ended += rows.length;
  }
}
