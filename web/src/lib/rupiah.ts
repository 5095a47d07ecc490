/** The largest amount a field takes: fifteen digits stay exact in a double. */
export const maxRupiah = 999_999_999_999_999;

/** Digits of what was typed as an amount; undefined when there is none. "Rp 250.000", "250,000" and "250000" are one. */
export function parseRupiah(text: string): number | undefined {
  // A pasted "250.000,00" or "250,000.00" carries cents, which rupiah has none of.
  const digits = text.replace(/[.,]\d{2}\s*$/, (cents) => (/[.,]\d{3}/.test(text) ? "" : cents)).replace(/\D/g, "");
  return digits ? Math.min(Number(digits), maxRupiah) : undefined;
}

/** Groups as Indonesia writes them: 250000 → "250.000". */
export const groupRupiah = (amount: number | undefined): string =>
  amount === undefined ? "" : String(amount).replace(/\B(?=(\d{3})+$)/g, ".");

/** Where the caret belongs after regrouping: behind as many digits as it stood behind before. */
export function caretAfterDigits(grouped: string, digits: number): number {
  let seen = 0;
  for (let index = 0; index < grouped.length; index++) {
    if (seen === digits) return index;
    if (/\d/.test(grouped[index] ?? "")) seen++;
  }
  return grouped.length;
}
