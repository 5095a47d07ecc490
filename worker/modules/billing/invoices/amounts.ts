/** What an invoice comes to, from its items, discount and tax. Pure; invoices, the preview of a run and the run itself use it. */
import { refuseField } from "../../../core/errors.ts";
import { share } from "../../../core/money.ts";

/** Limits of one invoice. Every sum and product within them is an exact integer. */
export const amountLimits = { quantity: 10_000, unitPrice: 1_000_000_000, total: 1_000_000_000_000 } as const;

export interface AmountsInput {
  /** Quantities 1–10,000; unit prices in rupiah, 0–1,000,000,000. */
  items: readonly { quantity: number; unitPrice: number }[];
  /** Rupiah off the sum of the items. */
  discount: number;
  /** PPN in basis points: 1100 is 11 %. */
  taxRateBasisPoints: number;
  /** Whether the prices already contain the tax. */
  taxInclusive: boolean;
}

/** Rupiah. */
export interface Amounts {
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
}

/**
 * The amounts of an invoice. Tax is of the discounted sum, once for the whole invoice, rounded half up to the rupiah:
 * on top of it where prices exclude tax, else the part of it that is tax.
 * @throws Refusal naming `items` or `discount`
 */
export function invoiceAmounts({ items, discount, taxRateBasisPoints, taxInclusive }: AmountsInput): Amounts {
  requireWithinLimits(items);
  const subtotal = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  if (!Number.isInteger(discount) || discount < 0 || discount > subtotal)
    throw refuseField(
      "discount",
      "Diskon tidak boleh melebihi jumlah tagihan.",
      "The discount can't exceed the sum of the items.",
    );
  const base = subtotal - discount;
  const tax = share(base, taxRateBasisPoints, taxInclusive ? 10_000 + taxRateBasisPoints : 10_000);
  const total = taxInclusive ? base : base + tax;
  if (subtotal > amountLimits.total || total > amountLimits.total)
    throw refuseField("items", "Jumlah tagihan terlalu besar.", "The invoice's total is too large.");
  return { subtotal, discount, tax, total };
}

function requireWithinLimits(items: AmountsInput["items"]): void {
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  items.forEach(({ quantity, unitPrice }, index) => {
    if (!within(quantity, 1, amountLimits.quantity))
      throw refuseField(`items.${index}.quantity`, "Banyaknya 1 sampai 10.000.", "The quantity is 1 to 10,000.");
    if (!within(unitPrice, 0, amountLimits.unitPrice))
      throw refuseField(
        `items.${index}.unitPrice`,
        "Harga 0 sampai Rp 1.000.000.000.",
        "The price is Rp 0 to 1,000,000,000.",
      );
  });
}
