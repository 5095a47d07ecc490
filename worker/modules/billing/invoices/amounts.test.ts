import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Refusal } from "../../../core/errors.ts";
import { invoiceAmounts, type Amounts, type AmountsInput } from "./amounts.ts";

const one = (unitPrice: number, rest: Partial<AmountsInput> = {}): AmountsInput => ({
  items: [{ quantity: 1, unitPrice }],
  discount: 0,
  taxRateBasisPoints: 0,
  taxInclusive: false,
  ...rest,
});

const golden: [string, AmountsInput, Amounts][] = [
  ["no tax", one(150_000), { subtotal: 150_000, discount: 0, tax: 0, total: 150_000 }],
  [
    "11 % on top",
    one(150_000, { taxRateBasisPoints: 1100 }),
    { subtotal: 150_000, discount: 0, tax: 16_500, total: 166_500 },
  ],
  [
    "11 % within",
    one(150_000, { taxRateBasisPoints: 1100, taxInclusive: true }),
    { subtotal: 150_000, discount: 0, tax: 14_865, total: 150_000 },
  ],
  [
    "the discount before the tax",
    one(150_000, { discount: 50_000, taxRateBasisPoints: 1100 }),
    { subtotal: 150_000, discount: 50_000, tax: 11_000, total: 111_000 },
  ],
  ["half a rupiah upwards", one(50, { taxRateBasisPoints: 1100 }), { subtotal: 50, discount: 0, tax: 6, total: 56 }],
  ["less than half downwards", one(40, { taxRateBasisPoints: 1100 }), { subtotal: 40, discount: 0, tax: 4, total: 44 }],
  [
    "the tax once, not item by item",
    {
      ...one(0, { taxRateBasisPoints: 1100 }),
      items: [
        { quantity: 3, unitPrice: 33 },
        { quantity: 1, unitPrice: 1 },
      ],
    },
    { subtotal: 100, discount: 0, tax: 11, total: 111 },
  ],
  [
    "nothing left after the discount",
    one(7, { discount: 7, taxRateBasisPoints: 1100 }),
    { subtotal: 7, discount: 7, tax: 0, total: 0 },
  ],
  [
    "the largest of all",
    { ...one(0), items: [{ quantity: 1000, unitPrice: 1_000_000_000 }] },
    { subtotal: 1_000_000_000_000, discount: 0, tax: 0, total: 1_000_000_000_000 },
  ],
];

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
  it.each(golden)("come out right with %s", (_, input, expected) => {
    expect(invoiceAmounts(input)).toEqual(expected);
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
