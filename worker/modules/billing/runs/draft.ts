/** What a subscription's next invoice will be. Pure: the preview shows it, and the run issues exactly it (B20). */
import { addDays } from "../../../core/time.ts";
import { invoiceAmounts } from "../invoices/amounts.ts";
import {
  isWhole,
  prorated,
  standingAfter,
  unbilledPeriods,
  unbilledService,
  type ServiceSpan,
  type Standing,
} from "../subscriptions/periods.ts";
import type { RunDraft } from "../schema.ts";

/** What is billed to whom, on which terms. */
export interface Billable extends Standing {
  planName: string;
  /** Rupiah for each full period: the agreed price, else the plan's. */
  price: number;
  /** Rupiah off each full period. */
  discount: number;
  taxRateBasisPoints: number;
  taxInclusive: boolean;
}

/** The draft for all that is not billed yet through the period `through`, or undefined when there is nothing. */
export function draftInvoice(billable: Billable, through: string): RunDraft | undefined {
  const { anchorDay, nextPeriod, taxRateBasisPoints, taxInclusive } = billable;
  const spans = unbilledService(billable, through);
  if (spans.length === 0) return undefined;
  const items = spans.map((span) => ({
    description: describe(billable, span),
    quantity: 1,
    unitPrice: prorated(billable.price, span.served, span.whole),
  }));
  const discount = spans.reduce(
    (sum, { served, whole }, index) =>
      sum + Math.min(prorated(billable.discount, served, whole), items[index]?.unitPrice ?? 0),
    0,
  );
  return {
    items,
    // A stub before the first period carries the label of one that is billed already.
    periods: spans.map(({ period }) => period).filter((period) => period >= nextPeriod),
    ...standingAfter(unbilledPeriods(nextPeriod, through).at(-1) as string, anchorDay),
    taxRateBasisPoints,
    taxInclusive,
    ...invoiceAmounts({ items, discount, taxRateBasisPoints, taxInclusive }),
  };
}

/** `Internet 50 Mbps · 2026-11`, with the days where they are not the whole period. */
function describe({ planName, nextPeriod }: Billable, span: ServiceSpan): string {
  const title = span.period < nextPeriod ? planName : `${planName} · ${span.period}`;
  return isWhole(span) ? title : `${title} (${span.served.start} – ${addDays(span.served.end, -1)})`;
}
