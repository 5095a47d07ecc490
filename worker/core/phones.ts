/** Telephone numbers, kept as E.164 without the plus: `628123456789`. Pure. */

/** A number as people write it, Indonesia's where it begins with 0: `0812-3456-789` → `628123456789`; undefined for none. */
export function phoneNumber(input: string): string | undefined {
  const digits = input.replace(/[\s().-]/g, "").replace(/^\+/, "");
  if (!/^\d{8,15}$/.test(digits)) return undefined;
  return digits.startsWith("0") ? `62${digits.slice(1)}` : digits;
}

/** An Indonesian mobile number, however it is written, or undefined: `0812-0000-0001`, `8120000001`, `+62 812 …`. */
export function mobileNumber(input: string): string | undefined {
  const digits = input.slice(0, 40).replace(/\D/g, "");
  const number = digits.startsWith("0") ? `62${digits.slice(1)}` : digits.startsWith("8") ? `62${digits}` : digits;
  return /^628[0-9]{7,11}$/.test(number) ? number : undefined;
}

/** A stored number as it is dialled from Indonesia: `0812…`, one of another country with its plus. */
export const dialled = (number: string): string => (number.startsWith("62") ? `0${number.slice(2)}` : `+${number}`);

export const numberFormats = ["e164", "62", "local"] as const;
export type NumberFormat = (typeof numberFormats)[number];

/** A number of `mobileNumber` as a gateway wants it: `+62812…`, `62812…` or `0812…`. */
export function formatMobile(number: string, format: NumberFormat): string {
  if (format === "e164") return `+${number}`;
  return format === "local" ? `0${number.slice(2)}` : number;
}
