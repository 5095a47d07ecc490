/**
 * What a change of plan does to days that are billed already: what is given back of them, and what is charged for them.
 * Each part of a period costs what `costOf` says, and parts add up to the whole, so nothing is lost between two plans. Pure.
 */
import { formatRupiah, share } from "../../../core/money.ts";
import { noteTax } from "../credits/tax.ts";
import { daysOf, type Span } from "./periods.ts";
import { costOf, daysText, within, type PricedSpan, type Terms } from "./terms.ts";

/** Days as they were billed. */
export interface BilledSpan extends PricedSpan {
  /** Invoices over the difference of later changes of plan, the newest last; the period's own invoice is not among them. */
  adjustedBy?: string[];
  /** What was billed before the last of them: it counts again should that invoice be void. */
  before?: Terms;
}

/** A period that is billed, or a part of it. */
export interface BilledPeriod {
  period: string;
  invoiceId: string;
  spans: BilledSpan[];
}

/** Billed days that change hands: amounts in rupiah before tax where prices exclude it. */
export interface SettledSpan {
  period: string;
  invoiceIds: string[];
  served: Span;
  whole: Span;
  previous: Terms;
  next: Terms;
  givenBack: number;
  charged: number;
}

export interface Settlement {
  spans: SettledSpan[];
  givenBack: number;
  charged: number;
  /** What is charged less what is given back. */
  difference: number;
}

/** What it means that the billed days within `days` are on the terms `next`. Days that no invoice bills are left alone. */
export function settle(billed: readonly BilledPeriod[], days: Span, next: Terms): Settlement {
  const spans = billed.flatMap(({ period, invoiceId, spans: all }) =>
    all.flatMap((span): SettledSpan[] => {
      const part = within(span, days);
      if (!part || sameTerms(part.terms, next)) return [];
      const { served, whole, terms: previous, adjustedBy = [] } = part;
      const givenBack = costOf(part).net;
      const charged = costOf({ ...part, terms: next }).net;
      return [{ period, invoiceIds: [...adjustedBy, invoiceId], served, whole, previous, next, givenBack, charged }];
    }),
  );
  const givenBack = spans.reduce((sum, span) => sum + span.givenBack, 0);
  const charged = spans.reduce((sum, span) => sum + span.charged, 0);
  return { spans, givenBack, charged, difference: charged - givenBack };
}

export const sameTerms = (a: Terms, b: Terms): boolean =>
  a.planId === b.planId && a.price === b.price && a.discount === b.discount;

/**
 * A billed period's spans once the days within `days` are on the terms `next`.
 * @param invoiceId the invoice over the difference, where there is one
 */
export function rebilled(spans: readonly BilledSpan[], days: Span, next: Terms, invoiceId?: string): BilledSpan[] {
  return spans.flatMap((span) => {
    const part = within(span, days);
    if (!part || sameTerms(part.terms, next)) return [span];
    const { before: _, ...rest } = part;
    const changed = invoiceId
      ? { ...rest, terms: next, adjustedBy: [...(span.adjustedBy ?? []), invoiceId], before: part.terms }
      : { ...rest, terms: next };
    const outside = [
      within(span, { start: span.served.start, end: days.start }),
      within(span, { start: days.end, end: span.served.end }),
    ];
    return [outside[0], changed, outside[1]].filter((each) => each !== undefined);
  });
}

/** Billed periods as they count now: a void invoice bills nothing. */
export const counting = (billed: readonly BilledPeriod[], isVoid: (invoiceId: string) => boolean): BilledPeriod[] =>
  billed
    .filter(({ invoiceId }) => !isVoid(invoiceId))
    .map((period) => ({
      ...period,
      spans: period.spans.map(({ before, ...span }): BilledSpan => {
        const last = span.adjustedBy?.at(-1);
        if (!before || last === undefined) return span;
        return isVoid(last)
          ? { ...span, terms: before, adjustedBy: (span.adjustedBy ?? []).slice(0, -1) }
          : { ...span, before };
      }),
    }));

/** An invoice's item, or the reason of a credit note, for days that change hands. In Indonesian, as all lines are. */
export function describeSettled({ period, served, whole, previous, next }: SettledSpan): string {
  const [from, to] = [previous, next].map(({ price, discount }) => Math.max(0, price - discount)) as [number, number];
  const what =
    previous.planId === next.planId
      ? `Perubahan harga ${next.planName}`
      : `Ganti paket ${previous.planName} ke ${next.planName}`;
  const [more, less] = from < to ? [to, from] : [from, to];
  const rate = `${daysOf(served)}/${daysOf(whole)} hari × (${formatRupiah(more)} - ${formatRupiah(less)})`;
  return `${what} · ${period} (${daysText(served)}): ${rate}`;
}

/** What an invoice over a difference lists: more for some days, and less for others where their rates differed. */
export function differenceItems({ spans }: Settlement) {
  const due = spans.map((span) => ({ span, amount: span.charged - span.givenBack }));
  return {
    items: due
      .filter(({ amount }) => amount > 0)
      .map(({ span, amount }) => ({ description: describeSettled(span), quantity: 1, unitPrice: amount })),
    discount: due.reduce((sum, { amount }) => sum + Math.max(0, -amount), 0),
  };
}

/** An invoice that a part of may be credited. */
export interface Creditable {
  id: string;
  number: string | null;
  total: number;
  tax: number;
  credited: number;
  taxRateBasisPoints: number;
  taxInclusive: boolean;
}

/** A credit note to be: rupiah, tax included. */
export interface Credit {
  invoiceId: string;
  number: string | null;
  amount: number;
  tax: number;
}

/**
 * Shares out what is given back among the invoices that billed it, the first one first, each at its own tax and no further
 * than it goes.
 * @param amount rupiah before tax where an invoice's prices exclude it
 */
export function creditsFor(amount: number, invoices: readonly Creditable[]): Credit[] {
  const credits: Credit[] = [];
  let left = 0;
  invoices.forEach((invoice, index) => {
    const before = invoices[index - 1];
    // Invoices of one tax share one sum, so that it is rounded once.
    if (!before) left = withTax(invoice, amount);
    else if (!sameTax(before, invoice)) left = withTax(invoice, withoutTax(before, left));
    const taken = Math.min(left, invoice.total - invoice.credited);
    if (taken <= 0) return;
    credits.push({ invoiceId: invoice.id, number: invoice.number, amount: taken, tax: noteTax(invoice, taken) });
    left -= taken;
  });
  return credits;
}

type Taxed = Pick<Creditable, "taxRateBasisPoints" | "taxInclusive">;
const sameTax = (a: Taxed, b: Taxed): boolean =>
  a.taxRateBasisPoints === b.taxRateBasisPoints && a.taxInclusive === b.taxInclusive;
const withTax = ({ taxRateBasisPoints: rate, taxInclusive }: Taxed, amount: number): number =>
  taxInclusive ? amount : amount + share(amount, rate, 10_000);
const withoutTax = ({ taxRateBasisPoints: rate, taxInclusive }: Taxed, amount: number): number =>
  taxInclusive ? amount : share(amount, 10_000, 10_000 + rate);
