/** How much of a credit note is tax, and what lines of an invoice come to. Pure. */
import { share } from "../../../core/money.ts";

interface Taxed {
  /** Rupiah, tax included. */
  total: number;
  tax: number;
}

/**
 * The tax within the first `amount` rupiah of an invoice's total, rounded half up. Over the whole total it is the invoice's
 * tax, however that was rounded, on top of the prices or within them.
 */
export const taxWithin = ({ total, tax }: Taxed, amount: number): number =>
  amount === 0 ? 0 : share(amount, tax, total);

/**
 * The tax within a credit note of `amount`, after notes over `credited`. Each takes what the invoice's tax falls by, so that
 * notes over the whole of it give back exactly its tax, in however many parts.
 */
export const noteTax = (invoice: Taxed & { credited: number }, amount: number): number =>
  taxWithin(invoice, invoice.credited + amount) - taxWithin(invoice, invoice.credited);

/** What of an invoice's line was credited before, or is to be. */
export interface LineQuantity {
  line: number;
  quantity: number;
}

interface Itemized {
  subtotal: number;
  total: number;
  items: readonly { line: number; unitPrice: number }[];
}

/**
 * What each of these lines comes to in the invoice's total: its share of it, discount and tax included, rounded so that
 * all lines together, credited in however many notes, come to exactly the total.
 * @returns rupiah, in the order of `lines`
 */
export function lineAmounts(
  { subtotal, total, items }: Itemized,
  before: readonly LineQuantity[],
  lines: readonly LineQuantity[],
): number[] {
  const price = (line: number) => items.find((item) => item.line === line)?.unitPrice ?? 0;
  const within = (sum: number) => (subtotal === 0 ? 0 : share(sum, total, subtotal));
  let sum = before.reduce((before, { line, quantity }) => before + quantity * price(line), 0);
  return lines.map(({ line, quantity }) => {
    const from = within(sum);
    sum += quantity * price(line);
    return within(sum) - from;
  });
}
