/**
 * Billing periods. The period `YYYY-MM` begins on the anchor day of that month and ends the day before the next one
 * begins; anchors 29–31 mean the last day of a shorter month. Pure.
 */
import { share } from "../../../core/money.ts";
import { addDays, addMonths, dayOfMonth, daysBetween } from "../../../core/time.ts";

/** Days from `start` until `end`, not counting `end` itself. Business dates. */
export interface Span {
  start: string;
  end: string;
}

/** The most periods that one invoice bills; what is left waits for the next run. */
export const periodsPerInvoice = 24;

/** The days of a period. */
export const periodBounds = (period: string, anchorDay: number): Span => ({
  start: dayOfMonth(period, anchorDay),
  end: dayOfMonth(addMonths(period, 1), anchorDay),
});

/** The period that a date lies in. */
export function periodOf(date: string, anchorDay: number): string {
  const month = date.slice(0, 7);
  return date < dayOfMonth(month, anchorDay) ? addMonths(month, -1) : month;
}

/** The later of two dates or periods. */
export const later = (a: string, b: string): string => (a > b ? a : b);
export const earlier = (a: string, b: string): string => (a < b ? a : b);

export const daysOf = ({ start, end }: Span): number => daysBetween(start, end);

/**
 * What service during `served` costs, when the whole `period` costs `amount`: what has come due by its end, less what had
 * come due by its start, each by days and rounded half up to the rupiah. So the parts of a period add up to it exactly.
 */
export function prorated(amount: number, served: Span, period: Span): number {
  const dueBy = (date: string) => share(amount, daysBetween(period.start, date), daysOf(period));
  return dueBy(served.end) - dueBy(served.start);
}

/** Where a subscription's billing stands. */
export interface Standing {
  anchorDay: number;
  /** The first period that no invoice covers. */
  nextPeriod: string;
  /** The first day that no invoice covers: within `nextPeriod`, or before it where the anchor day was moved. */
  billFrom: string;
  /** The last day of service, if it has one. */
  endsOn: string | null;
}

/** Days to bill, and the whole period that their price is for. */
export interface ServiceSpan {
  period: string;
  served: Span;
  whole: Span;
}

/** Whether all of the period was served. */
export const isWhole = ({ served, whole }: ServiceSpan): boolean =>
  served.start === whole.start && served.end === whole.end;

/** The periods from `nextPeriod` to `through` that are not billed yet. */
export function unbilledPeriods(nextPeriod: string, through: string): string[] {
  const periods: string[] = [];
  for (let period = nextPeriod; period <= through && periods.length < periodsPerInvoice; period = addMonths(period, 1))
    periods.push(period);
  return periods;
}

/** The days that are not billed yet through the period `through`, in order, without gap or overlap. */
export function unbilledService({ anchorDay, nextPeriod, billFrom, endsOn }: Standing, through: string): ServiceSpan[] {
  const periods = unbilledPeriods(nextPeriod, through);
  if (periods.length === 0) return [];
  const afterEnd = endsOn === null ? undefined : addDays(endsOn, 1);
  const stub = billFrom < periodBounds(nextPeriod, anchorDay).start ? [addMonths(nextPeriod, -1)] : [];
  return [...stub, ...periods]
    .map((period) => {
      const whole = periodBounds(period, anchorDay);
      const served = { start: later(whole.start, billFrom), end: afterEnd ? earlier(whole.end, afterEnd) : whole.end };
      return { period, served, whole };
    })
    .filter(({ served }) => served.start < served.end);
}

/** Where billing stands after the periods from `nextPeriod` through `lastPeriod` have been billed. */
export function standingAfter(lastPeriod: string, anchorDay: number): Pick<Standing, "nextPeriod" | "billFrom"> {
  const nextPeriod = addMonths(lastPeriod, 1);
  return { nextPeriod, billFrom: periodBounds(nextPeriod, anchorDay).start };
}

/** Where billing stands when nothing before `date` is to be billed any more. */
export function standingFrom(
  { anchorDay, nextPeriod, billFrom }: Standing,
  date: string,
): Pick<Standing, "nextPeriod" | "billFrom"> {
  const from = later(billFrom, date);
  return { nextPeriod: later(nextPeriod, periodOf(from, anchorDay)), billFrom: from };
}
