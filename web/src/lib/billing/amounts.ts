/** What an invoice comes to while it is typed. The server's `invoiceAmounts` decides; a test holds the two together. */
export type AmountsInput = {
  /** Quantities, and unit prices in rupiah. */
  items: readonly { quantity: number; unitPrice: number }[];
  /** Rupiah off the sum of the items. */
  discount: number;
  /** PPN in basis points: 1100 is 11 %. */
  taxRateBasisPoints: number;
  /** Whether the prices already contain the tax. */
  taxInclusive: boolean;
};

/** Rupiah. */
export type Amounts = { subtotal: number; discount: number; tax: number; total: number };

/** The limits of one invoice, as the API has them. */
export const amountLimits = {
  items: 50,
  quantity: 10_000,
  unitPrice: 1_000_000_000,
  total: 1_000_000_000_000,
} as const;

export function invoiceAmounts({ items, discount, taxRateBasisPoints, taxInclusive }: AmountsInput): Amounts {
  const subtotal = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const base = Math.max(0, subtotal - discount);
  const tax = share(base, taxRateBasisPoints, taxInclusive ? 10_000 + taxRateBasisPoints : 10_000);
  return { subtotal, discount, tax, total: taxInclusive ? base : base + tax };
}

/** Rounded half up; whole numbers throughout, because the product leaves what a double holds exactly. */
function share(amount: number, numerator: number, denominator: number): number {
  const divisor = BigInt(denominator);
  return Number((BigInt(amount) * BigInt(numerator) * 2n + divisor) / (divisor * 2n));
}
