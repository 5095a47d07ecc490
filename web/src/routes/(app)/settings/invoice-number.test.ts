import { expect, test } from "vitest";
import { invoiceNumberExample, invoiceNumberFormats, isInvoiceNumberFormat } from "./invoice-number.ts";

test("the example is the number that will stand on the invoice", () => {
  expect(invoiceNumberExample("INV-{year}-{number:3}", "2026", 7)).toBe("INV-2026-007");
  expect(invoiceNumberExample("NET/{year}/{number}", "2026", 7)).toBe("NET/2026/7");
});

test("more invoices than the format has digits for get a longer number", () => {
  expect(invoiceNumberExample("INV-{year}-{number:3}", "2026", 12_345)).toBe("INV-2026-12345");
});

test("a format needs the year, and ends in the number", () => {
  for (const format of invoiceNumberFormats) expect(isInvoiceNumberFormat(format), format).toBe(true);
  for (const format of [
    "INV-{number}",
    "INV-{year}",
    "{number}-{year}",
    "INV {year}-{number}",
    "{year}-{number:0}",
    "",
  ]) {
    expect(isInvoiceNumberFormat(format), format).toBe(false);
  }
});
