import { expect, test } from "vitest";
import { invoiceAmounts as serverAmounts } from "../../../../worker/modules/billing/invoices/amounts.ts";
import { invoiceAmounts } from "./amounts.ts";

test("what the form shows is what the server will charge, to the last rupiah", () => {
  const prices = [0, 1, 5, 99, 100, 101, 4_545, 99_999, 250_000, 1_000_000_000];
  const rates = [0, 1, 1000, 1100, 1200, 9_999, 10_000];
  for (const unitPrice of prices)
    for (const quantity of [1, 3, 1_000])
      for (const taxRateBasisPoints of rates)
        for (const taxInclusive of [true, false])
          for (const discount of [0, Math.floor((unitPrice * quantity) / 3), unitPrice * quantity]) {
            const items = [
              { quantity, unitPrice },
              { quantity: 2, unitPrice: 777 },
            ];
            const input = { items, discount, taxRateBasisPoints, taxInclusive };
            let expected;
            try {
              expected = serverAmounts(input);
            } catch {
              continue;
            }
            expect(invoiceAmounts(input), JSON.stringify(input)).toEqual(expected);
          }
});

test("a discount above the sum shows nothing to pay rather than less than nothing", () => {
  const items = [{ quantity: 1, unitPrice: 1_000 }];
  expect(invoiceAmounts({ items, discount: 2_000, taxRateBasisPoints: 1100, taxInclusive: false }).total).toBe(0);
});
