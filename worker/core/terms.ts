/** Words that things are found by. Pure; see `docs/decisions/0005-search.md`. */

/** Longer phrases find nothing more in practice. */
export const termLength = 40;

/** Lower case, without accents and punctuation, single spaces. */
export const normalise = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Each word with what follows it: `toko sentosa` → `toko sentosa`, `sentosa`. */
export function phrases(text: string): string[] {
  const words = normalise(text).split(" ").filter(Boolean).slice(0, 24);
  return words.map((_, from) => words.slice(from).join(" ").slice(0, termLength).trimEnd());
}

/** No text sorts after this one while it still begins with the prefix. */
export const prefixEnd = (prefix: string): string => `${prefix}\u{10ffff}`;

/** A name as it is compared with others: lower case, single spaces. */
export const nameKey = (name: string): string => name.trim().replace(/\s+/g, " ").toLowerCase();
