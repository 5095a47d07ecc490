/** A source of numbers in [0, 1), such as `Math.random`; injected so that tests can repeat a run. */
export type Random = () => number;

function characters(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join("");
}

/** `length` lower-case hexadecimal characters, as Xendit's object ids are (24). */
export function hexId(random: Random, length: number): string {
  return characters(random, "0123456789abcdef", length);
}

/** `length` decimal digits, leading zeros allowed. */
export function digits(random: Random, length: number): string {
  return characters(random, "0123456789", length);
}

/** A version 4 UUID (RFC 9562, section 5.4). */
export function uuid(random: Random): string {
  const hex = hexId(random, 30);
  const variant = characters(random, "89ab", 1);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}
