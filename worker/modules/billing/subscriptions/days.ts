/** What changes of subscriptions add to their daily totals, from which churn is told. */
import type { Statement } from "#dialect";
import type { DayContext } from "../../../core/context.ts";
import { addToRows } from "../../../db/bulk.ts";
import { today } from "../invoices/issue.ts";
import { subscriptionDays } from "../schema.ts";

/** What of a subscription decides on which days it counts. */
export interface CountedSubscription {
  state: string;
  brandId: string;
  startsOn: string;
  endsOn?: string | null;
}

export const daySums = ["started", "ended", "suspended", "restored"] as const;
type DaySums = Record<(typeof daySums)[number], number>;

/** What a business day of a brand gains; negative where it loses. */
export interface DayOfBrand extends Partial<DaySums> {
  date: string;
  brandId: string;
}

/**
 * The days on which a subscription starts and ends. It starts on `startsOn`, though that may lie ahead, and has ended on
 * `endsOn` once it is terminated. One that was called off before it started did neither. Pure.
 */
export function lifeDays({ state, brandId, startsOn, endsOn }: CountedSubscription, sign: 1 | -1 = 1): DayOfBrand[] {
  if (state !== "terminated" || !endsOn) return [{ date: startsOn, brandId, started: sign }];
  if (endsOn < startsOn) return [];
  return [
    { date: startsOn, brandId, started: sign },
    { date: endsOn, brandId, ended: sign },
  ];
}

/** What a change adds to the days: what it makes of the subscription less what it was, and a pause or its end today. Pure. */
export function daysOfChange(
  before: CountedSubscription | undefined,
  after: CountedSubscription,
  date: string,
): DayOfBrand[] {
  const { brandId } = after;
  const paused = before?.state === "active" && after.state === "suspended";
  const wentOn = before?.state === "suspended" && after.state === "active";
  return [
    ...(before ? lifeDays(before, -1) : []),
    ...lifeDays(after),
    ...(paused ? [{ date, brandId, suspended: 1 }] : []),
    ...(wentOn ? [{ date, brandId, restored: 1 }] : []),
  ];
}

/** The statement that adds changes of subscriptions to the days they touch, or none. */
export const countDays = (
  ctx: DayContext,
  list: readonly { before?: CountedSubscription | undefined; after: CountedSubscription }[],
): Statement[] =>
  addToRows(
    ctx.store,
    subscriptionDays,
    list.flatMap(({ before, after }) => daysOfChange(before, after, today(ctx))),
    ["date", "brandId"],
    daySums,
  );
