import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, daysBetween } from "../../../core/time.ts";
import { invoiceAmounts } from "../invoices/amounts.ts";
import { draftInvoice } from "../runs/draft.ts";
import { daysOf, periodBounds, periodOf, type Span, type Standing } from "./periods.ts";
import { goldenChanges, type GoldenChange } from "./prorata.golden.ts";
import {
  counting,
  creditsFor,
  describeSettled,
  differenceItems,
  rebilled,
  settle,
  type BilledPeriod,
  type BilledSpan,
} from "./prorata.ts";
import { costOf, timeline, type PricedSpan, type Terms, type TermsChange } from "./terms.ts";

const termsOf = (planId: string, [price, discount]: [number, number]): Terms => ({
  planId,
  planName: `Paket ${planId}`,
  price,
  discount,
});
const taxes: Record<GoldenChange["tax"], { taxRateBasisPoints: number; taxInclusive: boolean }> = {
  none: { taxRateBasisPoints: 0, taxInclusive: false },
  "11 % on top": { taxRateBasisPoints: 1100, taxInclusive: false },
  "11 % within": { taxRateBasisPoints: 1100, taxInclusive: true },
};
const wholePeriod = (period: string, anchorDay: number, terms: Terms): BilledPeriod & { spans: [BilledSpan] } => {
  const whole = periodBounds(period, anchorDay);
  return { period, invoiceId: "inv_1", spans: [{ period, served: whole, whole, terms }] };
};
/** The invoice that billed some days. */
const invoiceOf = (spans: readonly PricedSpan[], tax: (typeof taxes)[GoldenChange["tax"]]) => {
  const costs = spans.map(costOf);
  const items = costs.map(({ price }) => ({ quantity: 1, unitPrice: price }));
  const discount = costs.reduce((sum, cost) => sum + cost.discount, 0);
  return { id: "inv_1", number: "INV-2026-001", credited: 0, ...tax, ...invoiceAmounts({ items, discount, ...tax }) };
};

describe("a change of plan", () => {
  it.each(goldenChanges.map((row) => [row.title, row] as const))("comes out as worked out by hand: %s", (_, row) => {
    const billed = wholePeriod(row.period, row.anchorDay, termsOf("A", row.from));
    const days = { start: row.effectiveOn, end: billed.spans[0].whole.end };
    expect([daysOf(days), daysOf(billed.spans[0].whole)]).toEqual(row.days);
    const settlement = settle([billed], days, termsOf("B", row.to));
    expect([settlement.givenBack, settlement.charged]).toEqual([row.givenBack, row.charged]);
    const tax = taxes[row.tax];
    if (row.difference > 0) {
      const invoice = invoiceAmounts({ ...differenceItems(settlement), ...tax });
      expect([invoice.total, invoice.tax]).toEqual([row.difference, row.taxOfDifference]);
    } else {
      const [credit] = creditsFor(-settlement.difference, [invoiceOf(billed.spans, tax)]);
      expect([credit?.amount ?? 0, credit?.tax ?? 0]).toEqual([-row.difference || 0, -row.taxOfDifference || 0]);
    }
  });

  it("is explained by its days, their dates and both rates", () => {
    const billed = wholePeriod("2026-11", 1, termsOf("20", [160_000, 10_000]));
    const days = { start: "2026-11-21", end: "2026-12-01" };
    const lines = (next: Terms) => settle([billed], days, next).spans.map(describeSettled);
    expect(lines(termsOf("50", [250_000, 0]))).toEqual([
      "Ganti paket Paket 20 ke Paket 50 · 2026-11 (2026-11-21 – 2026-11-30): 10/30 hari × (Rp 250.000 - Rp 150.000)",
    ]);
    expect(lines(termsOf("20", [160_000, 40_000]))).toEqual([
      "Perubahan harga Paket 20 · 2026-11 (2026-11-21 – 2026-11-30): 10/30 hari × (Rp 150.000 - Rp 120.000)",
    ]);
  });

  it("is taken from the newest invoice of its days first, and never more than is left of each", () => {
    const invoice = { total: 111_000, tax: 11_000, credited: 0, ...taxes["11 % on top"] };
    const newest = { ...invoice, id: "inv_2", number: "INV-2", total: 33_300, tax: 3_300, credited: 11_100 };
    const oldest = { ...invoice, id: "inv_1", number: "INV-1" };
    expect(creditsFor(20_000, [newest, oldest])).toEqual([
      { invoiceId: "inv_2", number: "INV-2", amount: 22_200, tax: 2_200 },
    ]);
    expect(creditsFor(50_000, [newest, oldest])).toEqual([
      { invoiceId: "inv_2", number: "INV-2", amount: 22_200, tax: 2_200 },
      { invoiceId: "inv_1", number: "INV-1", amount: 33_300, tax: 3_300 },
    ]);
    expect(creditsFor(500_000, [newest, oldest]).map(({ amount }) => amount)).toEqual([22_200, 111_000]);
  });

  it("counts days as they were billed before when the invoice over the difference is void, and none of a void period", () => {
    const [old, next] = [termsOf("20", [150_000, 0]), termsOf("50", [250_000, 0])];
    const billed = wholePeriod("2026-11", 1, old);
    const spans = rebilled(billed.spans, { start: "2026-11-21", end: "2026-12-01" }, next, "inv_2");
    const rates = (isVoid: (id: string) => boolean) =>
      counting([{ ...billed, spans }], isVoid).flatMap((period) => period.spans.map(({ terms }) => terms.price));
    expect(rates(() => false)).toEqual([150_000, 250_000]);
    expect(rates((id) => id === "inv_2")).toEqual([150_000, 150_000]);
    expect(rates((id) => id === "inv_1")).toEqual([]);
  });
});

const anchorDay = fc.integer({ min: 1, max: 31 });
const firstDay = fc.integer({ min: 0, max: 3000 }).map((offset) => addDays("2024-01-01", offset));
const rate = fc.tuple(
  fc.integer({ min: 1_000, max: 1_000_000_000 }),
  fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.9, noNaN: true }), fc.constant(1), fc.constant(2)),
);
const terms = fc
  .tuple(fc.constantFrom("A", "B", "C"), rate)
  .map(([planId, [price, part]]) => termsOf(planId, [price, Math.floor(price * part)]));
const net = (spans: readonly PricedSpan[]) => spans.reduce((sum, span) => sum + costOf(span).net, 0);
const daysWithin = ({ start, end }: Span) =>
  Array.from({ length: daysBetween(start, end) }, (_, day) => ({
    start: addDays(start, day),
    end: addDays(start, day + 1),
  }));

describe("prorata", () => {
  it("day by day comes to exactly the whole, for price and discount", () => {
    fc.assert(
      fc.property(firstDay, anchorDay, terms, (date, anchor, each) => {
        const period = periodOf(date, anchor);
        const whole = periodBounds(period, anchor);
        const days = daysWithin(whole).map((served) => costOf({ period, served, whole, terms: each }));
        expect(days.every(({ price, discount }) => price >= 0 && discount >= 0)).toBe(true);
        expect(days.reduce((sum, { price }) => sum + price, 0)).toBe(each.price);
        expect(days.reduce((sum, day) => sum + day.net, 0)).toBe(Math.max(0, each.price - each.discount));
      }),
      { numRuns: 300 },
    );
  });

  it("of a change on every day of a period leaves no day out, counts none twice and loses no rupiah (B21)", () => {
    fc.assert(
      fc.property(firstDay, anchorDay, terms, terms, (date, anchor, from, to) => {
        const billed = wholePeriod(periodOf(date, anchor), anchor, from);
        const [{ whole }] = billed.spans;
        for (const { start } of daysWithin(whole)) {
          const days = { start, end: whole.end };
          const { difference, givenBack } = settle([billed], days, to);
          const after = rebilled(billed.spans, days, to);
          expect(after.map(({ served }) => served.start).slice(1)).toEqual(
            after.map(({ served }) => served.end).slice(0, -1),
          );
          expect([after[0]?.served.start, after.at(-1)?.served.end]).toEqual([whole.start, whole.end]);
          expect(net(after)).toBe(net(billed.spans) + difference);
          expect(givenBack).toBeLessThanOrEqual(net(billed.spans));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("of many changes, some of them taken back, adds up to the days as they are in the end", () => {
    const change = fc.record({ from: fc.nat(100), length: fc.nat(60), to: terms, isInvoiced: fc.boolean() });
    fc.assert(
      fc.property(firstDay, anchorDay, terms, fc.array(change, { maxLength: 8 }), (date, anchor, first, changes) => {
        const start = periodOf(date, anchor);
        let billed: BilledPeriod[] = [0, 1, 2].map((n) => wholePeriod(addMonths(start, n), anchor, first));
        const before = billed.reduce((sum, { spans }) => sum + net(spans), 0);
        let differences = 0;
        for (const { from, length, to, isInvoiced } of changes) {
          const day = addDays(periodBounds(start, anchor).start, from);
          const days = { start: day, end: addDays(day, length) };
          differences += settle(billed, days, to).difference;
          billed = billed.map((period) => ({
            ...period,
            spans: rebilled(period.spans, days, to, isInvoiced ? "inv_2" : undefined),
          }));
        }
        const after = billed.flatMap(({ spans }) => spans);
        expect(after.slice(1).map(({ served }) => served.start)).toEqual(
          after.slice(0, -1).map(({ served }) => served.end),
        );
        expect(net(after)).toBe(before + differences);
      }),
      { numRuns: 300 },
    );
  });

  it("comes to the same whether the plan changes before its days are billed or after", () => {
    const change = fc.record({ day: fc.nat(120), to: terms });
    fc.assert(
      fc.property(
        firstDay,
        anchorDay,
        terms,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (date, anchor, old, list) => {
          const nextPeriod = periodOf(date, anchor);
          const standing: Standing = { anchorDay: anchor, nextPeriod, billFrom: date, endsOn: null };
          const through = addMonths(nextPeriod, 2);
          const untaxed = { taxRateBasisPoints: 0, taxInclusive: false };
          const inOrder = [...new Map(list.map(({ day, to }) => [addDays(date, day + 1), to]))].sort();

          const changes = inOrder.map(([effectiveOn, to], index): TermsChange => ({
            effectiveOn,
            state: "applied",
            terms: to,
            previous: inOrder[index - 1]?.[1] ?? old,
          }));
          const current = inOrder.at(-1)?.[1] ?? old;
          const changedFirst = draftInvoice(
            { ...standing, ...untaxed, terms: timeline(current, changes, date) },
            through,
          );

          const billedFirst = draftInvoice({ ...standing, ...untaxed, terms: timeline(old, [], date) }, through);
          let spans: BilledSpan[] = billedFirst?.spans ?? [];
          let paid = billedFirst?.total ?? 0;
          const end = billedFirst?.billFrom ?? "";
          for (const [start, to] of inOrder) {
            paid += settle([{ period: nextPeriod, invoiceId: "inv_1", spans }], { start, end }, to).difference;
            spans = rebilled(spans, { start, end }, to);
          }
          expect(paid).toBe(changedFirst?.total);
        },
      ),
      { numRuns: 300 },
    );
  });
});
