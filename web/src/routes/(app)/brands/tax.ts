/** Basis points of a percentage as people type it: "11", "11,5", "0.25 %". Undefined where it is none, or over 100. */
export function parsePercent(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  if (!match) return undefined;
  const basisPoints = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return basisPoints <= 10_000 ? basisPoints : undefined;
}

/** Basis points as the number one types, in the way a language writes fractions: 1150 is "11,5" or "11.5". */
export const percentText = (basisPoints: number, decimalSign: "," | "."): string =>
  String(basisPoints / 100).replace(".", decimalSign);

export type TaxExample = { base: number; tax: number; total: number };

/**
 * What a price comes to on an invoice, in rupiah. As the invoice has it: the tax once for the whole, rounded half up; on
 * top of the price, or the part of it that is tax.
 */
export function taxExample(price: number, rateBasisPoints: number, inclusive: boolean): TaxExample {
  const whole = inclusive ? 10_000 + rateBasisPoints : 10_000;
  const tax = Math.floor((price * rateBasisPoints) / whole + 0.5);
  return inclusive ? { base: price - tax, tax, total: price } : { base: price, tax, total: price + tax };
}
