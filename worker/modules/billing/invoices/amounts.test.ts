import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Refusal } from "../../../core/errors.ts";
import { goldenInvoices, type GoldenInvoice } from "./amounts.golden.ts";
import { invoiceAmounts, type AmountsInput } from "./amounts.ts";

const one = (unitPrice: number, rest: Partial<AmountsInput> = {}): AmountsInput => ({
  items: [{ quantity: 1, unitPrice }],
  discount: 0,
  taxRateBasisPoints: 0,
  taxInclusive: false,
  ...rest,
});

const taxes: Record<GoldenInvoice["tax"], Pick<AmountsInput, "taxRateBasisPoints" | "taxInclusive">> = {
  none: { taxRateBasisPoints: 0, taxInclusive: false },
  "11 % on top": { taxRateBasisPoints: 1100, taxInclusive: false },
  "11 % within": { taxRateBasisPoints: 1100, taxInclusive: true },
  "12 % on top": { taxRateBasisPoints: 1200, taxInclusive: false },
  "12 % within": { taxRateBasisPoints: 1200, taxInclusive: true },
  "1.1 % on top": { taxRateBasisPoints: 110, taxInclusive: false },
};

const refused: [string, AmountsInput, string][] = [
  ["a discount beyond the sum", one(100, { discount: 101 }), "discount"],
  ["a negative discount", one(100, { discount: -1 }), "discount"],
  ["a quantity of none", { ...one(0), items: [{ quantity: 0, unitPrice: 1 }] }, "items.0.quantity"],
  ["too many of one", { ...one(0), items: [{ quantity: 10_001, unitPrice: 1 }] }, "items.0.quantity"],
  ["a part of a rupiah", one(0.5), "items.0.unitPrice"],
  ["a price beyond the limit", one(1_000_000_001), "items.0.unitPrice"],
  ["a total beyond the limit", { ...one(0), items: [{ quantity: 1001, unitPrice: 1_000_000_000 }] }, "items"],
  [
    "a total that the tax takes beyond the limit",
    { ...one(0, { taxRateBasisPoints: 1 }), items: [{ quantity: 1000, unitPrice: 1_000_000_000 }] },
    "items",
  ],
];

describe("an invoice's amounts", () => {
  it.each(goldenInvoices.map((row) => [row.title, row] as const))("come out as worked out by hand: %s", (_, row) => {
    const items = row.items.map(([quantity, unitPrice]) => ({ quantity, unitPrice }));
    expect(invoiceAmounts({ items, discount: row.discount, ...taxes[row.tax] })).toEqual({
      subtotal: row.subtotal,
      discount: row.discount,
      tax: row.taxAmount,
      total: row.total,
    });
  });

  it.each(refused)("are refused with %s", (_, input, field) => {
    try {
      invoiceAmounts(input);
      expect.unreachable();
    } catch (error) {
      expect((error as Refusal).options.fields?.map((each) => each.field)).toEqual([field]);
    }
  });

  it("always add up: prices with the tax within hold the same tax as prices without it", () => {
    const price = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(price, fc.integer({ min: 0, max: 10_000 }), (unitPrice, taxRateBasisPoints) => {
        const net = invoiceAmounts(one(unitPrice, { taxRateBasisPoints }));
        expect(net.total).toBe(net.subtotal - net.discount + net.tax);
        if (net.total > 1_000_000_000) return;
        const gross = invoiceAmounts(one(net.total, { taxRateBasisPoints, taxInclusive: true }));
        expect(gross.total).toBe(net.total);
        expect(Math.abs(gross.tax - net.tax)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
