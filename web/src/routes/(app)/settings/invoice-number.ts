/** `{year}` once, and `{number}` or `{number:3}` at the end, as the API takes it. */
const pattern = /^[A-Za-z0-9/_.-]*\{year\}[A-Za-z0-9/_.-]*\{number(?::([1-9]))?\}$/;

/** Formats that are common; the first is what a new company has. */
export const invoiceNumberFormats = ["INV-{year}-{number:3}", "INV/{year}/{number:5}", "{year}-{number:6}"] as const;

export const isInvoiceNumberFormat = (format: string): boolean => format.length <= 40 && pattern.test(format);

/** The number of a year's n-th invoice: `INV-{year}-{number:3}` makes "INV-2026-001" of 2026 and 1. */
export function invoiceNumberExample(format: string, year: string, ordinal: number): string {
  const width = Number(pattern.exec(format)?.[1] ?? 1);
  return format.replace("{year}", year).replace(/\{number(:\d)?\}$/, String(ordinal).padStart(width, "0"));
}
