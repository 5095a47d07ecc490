/** Paths into JSON that a tenant writes: `data.items[0].ref_id`, `["a key with dots"].id`. Pure; nothing here throws. */

/** Names and places, outermost first. */
export type JsonPath = readonly (string | number)[];

const longestPath = 200;
const deepestPath = 20;
const step = /(?:^|(?<=.)\.)([^.[\]"']+)|\[(\d{1,6})\]|\["([^"\\]+)"\]|\['([^'\\]+)'\]/y;
/** What would lead out of the data into the language. */
const unreachable = new Set<string | undefined>(["__proto__", "constructor", "prototype"]);

/** The steps of a path, or undefined where it is none: names after dots, `[0]` for places, `["a.b"]` for odd names. */
export function parsePath(text: string): JsonPath | undefined {
  if (text === "" || text.length > longestPath) return undefined;
  const steps: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found || steps.length === deepestPath) return undefined;
    const [, bare, place, quoted, apostrophed] = found;
    const name = bare ?? quoted ?? apostrophed;
    if (unreachable.has(name)) return undefined;
    steps.push(place === undefined ? (name ?? "") : Number(place));
  }
  return steps;
}

/** What stands at a path; undefined where nothing does. Only what the JSON itself holds is found. */
export function valueAt(payload: unknown, path: JsonPath): unknown {
  let value = payload;
  for (const key of path) {
    if (typeof value !== "object" || value === null || unreachable.has(String(key))) return undefined;
    if (!Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(String(key))) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** A text, number or truth value as text, so that `1` and `"1"` are the same; undefined for anything else. */
export const asText = (value: unknown): string | undefined =>
  ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
