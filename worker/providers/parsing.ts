/** Reading what others send: nothing here throws. */
import type { z } from "zod";

/** A body as JSON, or undefined. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A body as JSON of this shape, or undefined. */
export const parseBody = <T extends z.ZodType>(body: string, schema: T): z.output<T> | undefined =>
  schema.safeParse(parseJson(body)).data;

/** Those items of a list that have this shape: one strange item does not cost the others. */
export const parseItems = <T extends z.ZodType>(items: unknown, schema: T): z.output<T>[] =>
  Array.isArray(items)
    ? items.flatMap((item) => {
        const parsed = schema.safeParse(item);
        return parsed.success ? [parsed.data] : [];
      })
    : [];

/** Seconds, as a number or as text, in milliseconds; 0 where there are none. */
export function secondsToMs(seconds: string | number | undefined): number {
  const ms = Number(seconds) * 1000;
  return Number.isFinite(ms) && ms > 0 ? Math.round(ms) : 0;
}
