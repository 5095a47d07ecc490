/** What a subscription costs, when: its terms over time, and days with the terms that they are billed on. Pure. */
import { addDays } from "../../../core/time.ts";
import { earlier, isWhole, later, prorated, type ServiceSpan, type Span } from "./periods.ts";

/** What is billed for a full period. */
export interface Terms {
  planId: string;
  planName: string;
  /** Rupiah: the agreed price, else the plan's. */
  price: number;
  /** Rupiah off the price. */
  discount: number;
}

/** Terms that hold from a day on, until the next ones do. The first of a list hold since ever. */
export interface DatedTerms extends Terms {
  from: string;
}

/** Days with the terms that they are billed on. */
export interface PricedSpan extends ServiceSpan {
  terms: Terms;
}

/** A change of plan that has come about, or is to. */
export interface TermsChange {
  effectiveOn: string;
  state: "planned" | "applied";
  /** What holds from `effectiveOn` on; of one that is applied, what the subscription says counts. */
  terms: Terms;
  /** What held until then. */
  previous: Terms;
}

/** What holds for the days from `since` on, when the subscription's own terms are `current`. */
export function timeline(current: Terms, changes: readonly TermsChange[], since: string): DatedTerms[] {
  const inOrder = changes.toSorted((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  const applied = inOrder.filter(({ state, effectiveOn }) => state === "applied" && effectiveOn > since);
  const starts = ["", ...applied.map(({ effectiveOn }) => effectiveOn)];
  const held = [...applied.map(({ previous }) => previous), current];
  return [
    ...held.map((terms, index) => ({ ...terms, from: starts[index] as string })),
    ...inOrder
      .filter(({ state }) => state === "planned")
      .map(({ effectiveOn, terms }) => ({ ...terms, from: effectiveOn })),
  ];
}

/** The terms of a day. */
export const termsOn = (list: readonly DatedTerms[], date: string): DatedTerms =>
  list.findLast(({ from }) => from <= date) ?? (list[0] as DatedTerms);

/** Days with their terms: what a change lies within is split there. */
export const priced = (spans: readonly ServiceSpan[], list: readonly DatedTerms[]): PricedSpan[] =>
  spans.flatMap((span) =>
    list.flatMap(({ from, ...terms }, index) => {
      const part = within(span, { start: from, end: list[index + 1]?.from ?? span.served.end });
      return part ? [{ ...part, terms }] : [];
    }),
  );

/** The part of a span that lies between two days, or undefined where none does. */
export function within<S extends ServiceSpan>(span: S, { start, end }: Span): S | undefined {
  const served = { start: later(span.served.start, start), end: earlier(span.served.end, end) };
  return served.start < served.end ? { ...span, served } : undefined;
}

/** What a span costs, in rupiah before tax. A discount beyond the price takes the price away and nothing more. */
export function costOf({ served, whole, terms }: PricedSpan): { price: number; discount: number; net: number } {
  const price = prorated(terms.price, served, whole);
  const discount = Math.min(prorated(Math.min(terms.discount, terms.price), served, whole), price);
  return { price, discount, net: price - discount };
}

/** `2026-11-21 – 2026-11-30`, with the last day. */
export const daysText = ({ start, end }: Span): string => `${start} – ${addDays(end, -1)}`;

/** `Internet 50 Mbps · 2026-11`, with the days where they are not the whole period. */
export const describeSpan = (span: PricedSpan, label = true): string => {
  const title = label ? `${span.terms.planName} · ${span.period}` : span.terms.planName;
  return isWhole(span) ? title : `${title} (${daysText(span.served)})`;
};
