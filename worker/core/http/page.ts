/** Lists by key: a page costs the same at row 1 and at row 1,000,000. */
import { z } from "@hono/zod-openapi";
import { Refusal } from "../errors.ts";

/** `limit` and `cursor`, for every list's query. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(400).optional().openapi({ description: "The `nextCursor` of the page before." }),
});
export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

/** The answer of every list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** A cursor is the sort key of the last row shown. Opaque to callers, and checked when it comes back. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString("base64url");

/** @throws Refusal `invalid_input` for a cursor that no list of ours made. */
export function decodeCursor(cursor: string | undefined, parts: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const valid =
      Array.isArray(key) && key.length === parts && key.every((part) => ["string", "number"].includes(typeof part));
    if (valid) return key as (string | number)[];
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new Refusal("invalid_input", {
    fields: [{ field: "cursor", message: { id: "Penanda halaman tidak dikenal.", en: "Unknown page marker." } }],
  });
}

/** Cuts `limit + 1` rows to a page and names where the next one begins. */
export function pageFrom<R, T>(
  rows: R[],
  limit: number,
  show: (row: R) => T,
  keyOf: (row: R) => readonly (string | number)[],
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(show), nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}
