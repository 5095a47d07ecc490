/** A web origin as browsers send it, out of what people paste: "https://contoh.id/masuk" is "https://contoh.id". */
export function originOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text.trim()) || !URL.canParse(text.trim())) return undefined;
  return new URL(text.trim()).origin;
}

/** The lines of a text that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** The first line that names no origin. */
export const wrongOrigin = (text: string): string | undefined => linesOf(text).find((line) => !originOf(line));

/** The origins of a text, one a line, each once. */
export const originsOf = (text: string): string[] => [
  ...new Set(linesOf(text).flatMap((line) => originOf(line) ?? [])),
];
