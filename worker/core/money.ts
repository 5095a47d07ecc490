/** Integer rupiah. */

/** `amount × numerator ÷ denominator`, rounded half up to the rupiah, without floating point. */
export function share(amount: number, numerator: number, denominator: number): number {
  const product = BigInt(amount) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const rounded = (product * 2n + divisor) / (divisor * 2n);
  return Number(rounded);
}

/** `Rp 150.000`, as it is written in Indonesian. */
export const formatRupiah = (amount: number): string =>
  `Rp ${new Intl.NumberFormat("id-ID", { maximumFractionDigits: 0 }).format(amount)}`;
