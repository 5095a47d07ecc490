/** When arrears suspend a subscription. Pure: dates and hours are those of the company's time zone (B18). */
import { addDays, dateIn, hourIn, startOfDate, weekdayOf, type TimeZone } from "../../../core/time.ts";

/** The hours of a weekday in which suspensions may happen. */
export interface Opening {
  /** Monday is 1, Sunday 7. */
  weekday: number;
  fromHour: number;
  /** The hour at which it closes, 1–24. */
  untilHour: number;
}

export interface SuspensionPolicy {
  enabled: boolean;
  /** Whole days after the due date: with 7, what was due on the 10th suspends on the 17th. */
  daysAfterDue: number;
  /** At most one for each weekday. */
  openings: Opening[];
  /** Dates on which nobody is suspended, `YYYY-MM-DD`: public holidays. */
  closedDates: string[];
  /** Rupiah overdue; who owes less is left alone. */
  minimumOwed: number;
  /** Days before the suspension on which its customer is told. */
  noticeDays: number[];
}

/** Off, and what is proposed to who switches it on: working days with a support desk to call. */
export const defaultPolicy: SuspensionPolicy = {
  enabled: false,
  daysAfterDue: 7,
  openings: [1, 2, 3, 4].map((weekday) => ({ weekday, fromHour: 8, untilHour: 16 })),
  closedDates: [],
  minimumOwed: 0,
  noticeDays: [3, 1],
};

/** What is known of a subscription's arrears. */
export interface Arrears {
  /** The due date of its oldest overdue invoice; null: none is. */
  oldestDueOn: string | null;
  /** Rupiah overdue. */
  owed: number;
  /** The last day of its exemption, `forever` for good; null: it has none. */
  exemptUntil: string | null;
}

/** How an exemption for good sorts: after every date. */
export const forever = "9999-12-31";

/** Whether a policy's hours include this one. */
export const isOpen = (policy: SuspensionPolicy, date: string, hour: number): boolean => {
  const opening = openingOn(policy, date);
  return opening !== undefined && hour >= opening.fromHour && hour < opening.untilHour;
};

const openingOn = ({ openings, closedDates }: SuspensionPolicy, date: string): Opening | undefined =>
  closedDates.includes(date) ? undefined : openings.find(({ weekday }) => weekday === weekdayOf(date));

/** A year and its leap day. */
const furthestDays = 366;

/** The first date from `from` on that has an opening, or undefined where there is none in a year. */
function firstOpenDate(policy: SuspensionPolicy, from: string): string | undefined {
  for (let days = 0; days <= furthestDays; days++)
    if (openingOn(policy, addDays(from, days))) return addDays(from, days);
  return undefined;
}

/** The next moment from `fromMs` on at which suspensions may happen, or undefined where there is none in a year. */
export function nextOpening(policy: SuspensionPolicy, zone: TimeZone, fromMs: number): number | undefined {
  const today = dateIn(zone, fromMs);
  if (isOpen(policy, today, hourIn(zone, fromMs))) return fromMs;
  const opensAt = (date: string) => startOfDate(zone, date) + (openingOn(policy, date)?.fromHour ?? 0) * 3_600_000;
  const first = firstOpenDate(policy, today);
  const next = first !== undefined && opensAt(first) < fromMs ? firstOpenDate(policy, addDays(today, 1)) : first;
  return next === undefined ? undefined : opensAt(next);
}

/** The latest due date whose invoices suspend on `today`. */
export const suspendsUpTo = ({ daysAfterDue }: SuspensionPolicy, today: string): string =>
  addDays(today, -daysAfterDue);

/** The first date on which an invoice may suspend, whatever the weekday. */
const ripeOn = ({ daysAfterDue }: SuspensionPolicy, activeFrom: string, dueOn: string): string => {
  const ripe = addDays(dueOn, daysAfterDue);
  return ripe < activeFrom ? activeFrom : ripe;
};

/**
 * Whether arrears justify a suspension. What is suspended stays so as long as this holds, whatever the hour, and whether
 * or not the policy is still on: switching it off alone frees nobody.
 */
export const isJustified = (
  policy: SuspensionPolicy,
  { oldestDueOn, owed, exemptUntil }: Arrears,
  today: string,
): boolean =>
  oldestDueOn !== null &&
  oldestDueOn <= suspendsUpTo(policy, today) &&
  owed >= Math.max(1, policy.minimumOwed) &&
  (exemptUntil === null || exemptUntil < today);

/** What becomes of arrears: `due` at the next opening, `not_yet` later, or why not. */
export type Verdict = "due" | "not_yet" | "exempt" | "below_minimum" | "off";

export interface Judged {
  verdict: Verdict;
  /** When it is suspended, in epoch milliseconds; null where that is not foreseen. */
  at: number | null;
}

/** Judges the arrears of a subscription at a moment, as the preview shows them and the task acts on them. */
export function judge(
  policy: SuspensionPolicy,
  activeFrom: string,
  arrears: Arrears & { oldestDueOn: string },
  { zone, nowMs }: { zone: TimeZone; nowMs: number },
): Judged {
  const today = dateIn(zone, nowMs);
  const { oldestDueOn, owed, exemptUntil } = arrears;
  if (!policy.enabled) return { verdict: "off", at: null };
  if (exemptUntil !== null && exemptUntil >= today) return { verdict: "exempt", at: null };
  if (owed < Math.max(1, policy.minimumOwed)) return { verdict: "below_minimum", at: null };
  const ripe = ripeOn(policy, activeFrom, oldestDueOn);
  const from = ripe <= today ? nowMs : startOfDate(zone, ripe);
  return { verdict: ripe <= today ? "due" : "not_yet", at: nextOpening(policy, zone, from) ?? null };
}

/** The invoices whose customers are told on one day that a suspension is coming. */
export interface DueNotice {
  /** The date of the suspension. */
  suspendsOn: string;
  daysBefore: number;
  /** Null: all that were due up to `dueTo`. */
  dueFrom: string | null;
  dueTo: string;
}

/** The notices of a day: for each date of suspension ahead the latest whose day has come. */
export function dueNotices(policy: SuspensionPolicy, activeFrom: string, today: string): DueNotice[] {
  if (!policy.enabled) return [];
  const furthest = Math.max(0, ...policy.noticeDays);
  return Array.from({ length: furthest }, (_, index) => index + 1).flatMap((ahead) => {
    const suspendsOn = addDays(today, ahead);
    const daysBefore = Math.min(...policy.noticeDays.filter((days) => days >= ahead));
    if (!openingOn(policy, suspendsOn) || suspendsOn < activeFrom) return [];
    const range = ripeningFor(policy, activeFrom, suspendsOn);
    return [{ suspendsOn, daysBefore, ...range }];
  });
}

/** The due dates of what is suspended on an open date: those that became ripe since the open date before. */
function ripeningFor(policy: SuspensionPolicy, activeFrom: string, suspendsOn: string) {
  let since = suspendsOn;
  for (let days = 1; days <= furthestDays && since > activeFrom; days++) {
    const before = addDays(suspendsOn, -days);
    if (openingOn(policy, before)) break;
    since = before;
  }
  return {
    dueFrom: since <= activeFrom ? null : suspendsUpTo(policy, since),
    dueTo: suspendsUpTo(policy, suspendsOn),
  };
}
