/** A source's words and names for what the services know by others. Pure. */
import { z } from "@hono/zod-openapi";

/**
 * Words that stand for values.
 * @param words the source's word for each value
 * @returns `of`, which says a value, and `taken`, a schema that takes a word and gives the value
 */
export function wordsFor<const W extends Record<string, string>>(words: W) {
  type Value = keyof W & string;
  const valueOf = (word: string) => Object.keys(words).find((value) => words[value] === word) as Value;
  const known = z.enum(Object.values(words) as [W[Value], ...W[Value][]]);
  return { of: (value: Value): W[Value] => words[value] as W[Value], known, taken: known.transform(valueOf) };
}

/** What a source calls fields, by its names: `{ nama: "name" }`. */
type Names = Record<string, string>;

/** An input under the services' names; what was not given stays away. */
export const renamed = <T extends object, const N extends Names & Record<keyof T & string, string>>(
  given: T,
  names: N,
) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [names[name], value])) as {
    [K in keyof T as N[K & string]]: T[K];
  };

/** The source's names by the services', for what a service refuses. */
export const backwards = (names: Names): Names =>
  Object.fromEntries(Object.entries(names).map(([theirs, ours]) => [ours, theirs]));
