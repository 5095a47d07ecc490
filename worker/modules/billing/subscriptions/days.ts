/** What changes of subscriptions add to their daily totals, from which churn is told. */
import { sql } from "drizzle-orm";
import { jsonRows, type Column, type Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { today } from "../invoices/issue.ts";
import { subscriptionDays } from "../schema.ts";

/** What of a subscription decides on which days it counts. */
export interface CountedSubscription {
  state: string;
  brandId: string;
  startsOn: string;
  endsOn: string | null;
}

/** What a business day of a brand gains; negative where it loses. */
export interface SubscriptionDay {
  date: string;
  brandId: string;
  started: number;
  ended: number;
  suspended: number;
  restored: number;
}

const nothing = { started: 0, ended: 0, suspended: 0, restored: 0 };

/**
 * The days on which a subscription starts and ends. It starts on `startsOn`, though that may lie ahead, and has ended on
 * `endsOn` once it is terminated. One that was called off before it started did neither. Pure.
 */
export function lifeDays({ state, brandId, startsOn, endsOn }: CountedSubscription): SubscriptionDay[] {
  const ended = state === "terminated" && endsOn !== null;
  if (ended && endsOn < startsOn) return [];
  const days = [{ ...nothing, date: startsOn, brandId, started: 1 }];
  return ended ? [...days, { ...nothing, date: endsOn, brandId, ended: 1 }] : days;
}

/** What a change adds to the days: what it makes of the subscription less what it was, and a pause or its end today. Pure. */
export function daysOfChange(
  before: CountedSubscription | undefined,
  after: CountedSubscription,
  date: string,
): SubscriptionDay[] {
  const { brandId } = after;
  const undone = (before ? lifeDays(before) : []).map((day) => ({ ...day, started: -day.started, ended: -day.ended }));
  const paused = before?.state === "active" && after.state === "suspended";
  const wentOn = before?.state === "suspended" && after.state === "active";
  return [
    ...undone,
    ...lifeDays(after),
    ...(paused ? [{ ...nothing, date, brandId, suspended: 1 }] : []),
    ...(wentOn ? [{ ...nothing, date, brandId, restored: 1 }] : []),
  ];
}

/** Days of the same date and brand as one, without those on which nothing changes. Pure. */
export function sumOfDays(days: readonly SubscriptionDay[]): SubscriptionDay[] {
  const sums = new Map<string, SubscriptionDay>();
  for (const { date, brandId, ...more } of days) {
    const key = `${date} ${brandId}`;
    const sum = sums.get(key) ?? { ...nothing, date, brandId };
    for (const name of Object.keys(nothing) as (keyof typeof nothing)[]) sum[name] += more[name];
    sums.set(key, sum);
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, day]) => day)
    .filter(({ started, ended, suspended, restored }) => started || ended || suspended || restored);
}

/** The statement that adds to days, or none. */
export function addToSubscriptionDays(
  { store }: Context,
  list: readonly SubscriptionDay[],
): Statement[] {
  const rows = sumOfDays(list).map((day) => ({ ...day, tenantId: store.tenantId }));
  if (rows.length === 0) return [];
  const { tenantId, date, brandId, started, ended, suspended, restored } = subscriptionDays;
  const more = (column: Column) => sql`${column} + excluded.${sql.identifier(column.name)}`;
  return [
    store.db
      .insert(subscriptionDays)
      .select(jsonRows(subscriptionDays, rows) as never)
      .onConflictDoUpdate({
        target: [tenantId, date, brandId],
        set: {
          started: more(started),
          ended: more(ended),
          suspended: more(suspended),
          restored: more(restored),
        },
      }),
  ];
}

/** The days that changes of subscriptions touch. */
export const countDays = (
  ctx: Context,
  list: readonly { before?: CountedSubscription | undefined; after: CountedSubscription }[],
): Statement[] =>
  addToSubscriptionDays(
    ctx,
    list.flatMap(({ before, after }) => daysOfChange(before, after, today(ctx))),
  );
