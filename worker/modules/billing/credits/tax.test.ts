import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountLimits, invoiceAmounts } from "../invoices/amounts.ts";
import { lineAmounts, noteTax } from "./tax.ts";

interface Case {
  name: string;
  rate: number;
  inclusive?: true;
  prices: number[];
  discount?: number;
  /** The invoice's total, and the tax in it. */
  invoice: [number, number];
  /** Each note's amount, and the tax in it. */
  notes: [number, number][];
}

const golden: Case[] = [
  {
    name: "no tax",
    rate: 0,
    prices: [150_000],
    invoice: [150_000, 0],
    notes: [
      [50_000, 0],
      [100_000, 0],
    ],
  },
  {
    name: "11 % on top, the whole",
    rate: 1100,
    prices: [150_000],
    invoice: [166_500, 16_500],
    notes: [[166_500, 16_500]],
  },
  {
    name: "11 % on top, in thirds",
    rate: 1100,
    prices: [150_000],
    invoice: [166_500, 16_500],
    notes: [
      [55_500, 5_500],
      [55_500, 5_500],
      [55_500, 5_500],
    ],
  },
  {
    name: "11 % within, the whole",
    rate: 1100,
    inclusive: true,
    prices: [150_000],
    invoice: [150_000, 14_865],
    notes: [[150_000, 14_865]],
  },
  {
    name: "11 % within, in thirds: the middle one takes the rounding",
    rate: 1100,
    inclusive: true,
    prices: [200_000],
    invoice: [200_000, 19_820],
    notes: [
      [66_667, 6_607],
      [66_667, 6_606],
      [66_666, 6_607],
    ],
  },
  {
    name: "12 % on top after a discount",
    rate: 1200,
    prices: [199_999],
    discount: 49_999,
    invoice: [168_000, 18_000],
    notes: [
      [1, 0],
      [4, 1],
      [167_995, 17_999],
    ],
  },
  {
    name: "half a rupiah of tax upwards, and given back",
    rate: 1100,
    prices: [50],
    invoice: [56, 6],
    notes: [
      [28, 3],
      [28, 3],
    ],
  },
  {
    name: "rupiah by rupiah",
    rate: 10_000,
    prices: [2],
    invoice: [4, 2],
    notes: [
      [1, 1],
      [1, 0],
      [1, 1],
      [1, 0],
    ],
  },
];

describe("the tax within credit notes", () => {
  it.each(golden)("$name", ({ rate, inclusive = false, prices, discount = 0, invoice, notes }) => {
    const amounts = invoiceAmounts({
      items: prices.map((unitPrice) => ({ quantity: 1, unitPrice })),
      discount,
      taxRateBasisPoints: rate,
      taxInclusive: inclusive,
    });
    expect([amounts.total, amounts.tax]).toEqual(invoice);
    let credited = 0;
    const taxes = notes.map(([amount]) => {
      const tax = noteTax({ ...amounts, credited }, amount);
      credited += amount;
      return [amount, tax];
    });
    expect(taxes).toEqual(notes);
    expect(credited).toBe(amounts.total);
  });

  it("is given back exactly by notes over the whole of an invoice, and never passes a note's amount", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: amountLimits.unitPrice }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.boolean(),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        (unitPrice, taxRateBasisPoints, taxInclusive, cuts) => {
          const items = [{ quantity: 1, unitPrice }];
          const invoice = invoiceAmounts({ items, discount: 0, taxRateBasisPoints, taxInclusive });
          let [credited, given] = [0, 0];
          for (const cut of [...cuts, 1]) {
            const left = invoice.total - credited;
            const amount = cut === 1 ? left : Math.floor(left * cut);
            const tax = noteTax({ ...invoice, credited }, amount);
            expect(tax).toBeGreaterThanOrEqual(0);
            expect(tax).toBeLessThanOrEqual(amount);
            credited += amount;
            given += tax;
          }
          expect([credited, given]).toEqual([invoice.total, invoice.tax]);
        },
      ),
    );
  });
});

describe("lines of an invoice", () => {
  const items = [
    { line: 1, quantity: 1, unitPrice: 150_000 },
    { line: 2, quantity: 3, unitPrice: 33_333 },
  ];
  const invoice = {
    items,
    ...invoiceAmounts({ items, discount: 10_000, taxRateBasisPoints: 1100, taxInclusive: false }),
  };

  it("come to their share of the total, with their part of discount and tax", () => {
    expect([invoice.subtotal, invoice.total]).toEqual([249_999, 266_399]);
    expect(lineAmounts(invoice, [], [{ line: 1, quantity: 1 }])).toEqual([159_840]);
    expect(lineAmounts(invoice, [], [{ line: 2, quantity: 1 }])).toEqual([35_520]);
  });

  it("come to exactly the total, in however many notes", () => {
    const notes = [[{ line: 2, quantity: 1 }], [{ line: 1, quantity: 1 }], [{ line: 2, quantity: 2 }]];
    const amounts = notes.map((lines, index) => lineAmounts(invoice, notes.slice(0, index).flat(), lines)[0] ?? 0);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(invoice.total);
    const whole = lineAmounts(
      invoice,
      [],
      [
        { line: 1, quantity: 1 },
        { line: 2, quantity: 3 },
      ],
    );
    expect(whole.reduce((sum, amount) => sum + amount, 0)).toBe(invoice.total);
  });
});
