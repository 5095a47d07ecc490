import { addDays, addMonths } from "#lib/billing/dates.ts";
import { m } from "#lib/paraglide/messages.js";

/** Business dates, both of them included. */
export type Span = { from: string; until: string };

/** From the first to the last day of a month. */
export const spanOfMonth = (month: string): Span => ({
  from: `${month}-01`,
  until: addDays(`${addMonths(month, 1)}-01`, -1),
});

export type PeriodName = "year" | "month" | "last-month" | "this-year" | "last-year";

/** The spans that people ask for, seen from today. The first is what is shown at the beginning. */
export function periods(today: string): Record<PeriodName, Span> {
  const month = today.slice(0, 7);
  const year = Number(today.slice(0, 4));
  return {
    year: { from: `${addMonths(month, -11)}-01`, until: today },
    month: { from: `${month}-01`, until: today },
    "last-month": spanOfMonth(addMonths(month, -1)),
    "this-year": { from: `${year}-01-01`, until: today },
    "last-year": { from: `${year - 1}-01-01`, until: `${year - 1}-12-31` },
  };
}

export const periodWords: Record<PeriodName, () => string> = {
  year: m.reports_period_year,
  month: m.reports_period_month,
  "last-month": m.reports_period_last_month,
  "this-year": m.reports_period_this_year,
  "last-year": m.reports_period_last_year,
};

/** The name of a span, or empty when it is one of one's own. */
export const periodOf = (span: Span, today: string): PeriodName | "" =>
  (Object.entries(periods(today)) as [PeriodName, Span][]).find(
    ([, { from, until }]) => from === span.from && until === span.until,
  )?.[0] ?? "";
