/** Paths into a call's body: `data.items[0].amount`, `["a key with dots"].id`. */

const segment = /\.?([^.[\]"']+)|\[(\d{1,6})\]|\["([^"]+)"\]|\['([^']+)'\]/y;
/** What would lead out of the data into the language. */
const unreachable = new Set(["__proto__", "constructor", "prototype"]);
const mostSegments = 20;

/** A path's steps, or undefined where it is none. */
export function parsePath(path: string): string[] | undefined {
  const steps: string[] = [];
  let at = 0;
  while (at < path.length && steps.length < mostSegments) {
    segment.lastIndex = at;
    const match = segment.exec(path);
    const step = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4];
    const misplacedDot = match?.[1] !== undefined && path.startsWith(".", at) !== at > 0;
    if (!match || step === undefined || misplacedDot || unreachable.has(step)) return undefined;
    steps.push(step);
    at = segment.lastIndex;
  }
  return at === path.length && at > 0 ? steps : undefined;
}

/** What stands at the end of the steps: own properties only; undefined where there is nothing. */
export function valueAt(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || unreachable.has(step)) return undefined;
    if (!Object.hasOwn(value, step) || (Array.isArray(value) && !/^\d+$/.test(step))) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
