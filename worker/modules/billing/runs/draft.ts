/** What a subscription's next invoice will be. Pure: the preview shows it, and the run issues exactly it (B20). */
import { invoiceAmounts } from "../invoices/amounts.ts";
import { standingAfter, unbilledPeriods, unbilledService, type Standing } from "../subscriptions/periods.ts";
import { costOf, describeSpan, priced, type DatedTerms, type PricedSpan } from "../subscriptions/terms.ts";
import type { RunDraft } from "../schema.ts";

/** What is billed to whom, on which terms. */
export interface Billable extends Standing {
  /** What holds when, from `billFrom` on. */
  terms: readonly DatedTerms[];
  taxRateBasisPoints: number;
  taxInclusive: boolean;
}

/** The draft for all that is not billed yet through the period `through`, or undefined when there is nothing. */
export function draftInvoice(billable: Billable, through: string): RunDraft | undefined {
  const { anchorDay, nextPeriod, taxRateBasisPoints, taxInclusive } = billable;
  const service = unbilledService(billable, through);
  if (service.length === 0) return undefined;
  const spans = priced(service, billable.terms);
  const costs = spans.map(costOf);
  const items = spans.map((span, index) => ({
    // A stub before the first period carries the label of one that is billed already.
    description: describeSpan(span, span.period >= nextPeriod),
    quantity: 1,
    unitPrice: costs[index]?.price ?? 0,
  }));
  const discount = costs.reduce((sum, cost) => sum + cost.discount, 0);
  return {
    items,
    spans,
    periods: [...new Set(service.map(({ period }) => period).filter((period) => period >= nextPeriod))],
    ...standingAfter(unbilledPeriods(nextPeriod, through).at(-1) as string, anchorDay),
    taxRateBasisPoints,
    taxInclusive,
    ...invoiceAmounts({ items, discount, taxRateBasisPoints, taxInclusive }),
  };
}

/** The days that a draft bills for one of its periods; those before its first period go with that. */
export const spansOfPeriod = ({ spans = [], periods }: RunDraft, period: string): PricedSpan[] =>
  spans.filter((span) => span.period === period || (period === periods[0] && span.period < period));
