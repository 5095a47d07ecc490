/** What the URL may hold for a page, with what holds when it is absent. */
export type Defaults = Record<string, string>;

/** The part of `URLSearchParams` that reads; the page's own cannot be written. */
type Search = Pick<URLSearchParams, "get" | "toString">;

/** The page's values as the URL has them. */
export function readSearch<D extends Defaults>(search: Search, defaults: D): { [K in keyof D]: string } {
  return Object.fromEntries(Object.entries(defaults).map(([key, fallback]) => [key, search.get(key) ?? fallback])) as {
    [K in keyof D]: string;
  };
}

/** Parameters that are no filter: changing one of them keeps the reader's place in the list. */
const keepsPlace = new Set(["cursor", "dialog", "tab"]);

/**
 * A copy of the search with changes. A value equal to its default leaves the URL; a changed filter drops the cursor,
 * because a cursor belongs to one filtered list.
 */
export function patchSearch(
  search: Search,
  changes: Readonly<Record<string, string | undefined>>,
  defaults: Defaults = {},
): URLSearchParams {
  const next = new URLSearchParams(search.toString());
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === (defaults[key] ?? "")) next.delete(key);
    else next.set(key, value);
  }
  if (!("cursor" in changes) && Object.keys(changes).some((key) => !keepsPlace.has(key))) next.delete("cursor");
  return next;
}

/** The next state of a sort button: ascending, then descending. `sort` is a field name, with `-` for descending. */
export function nextSort(sort: string, field: string, first: "asc" | "desc" = "asc"): string {
  if (sort === field) return `-${field}`;
  if (sort === `-${field}`) return field;
  return first === "asc" ? field : `-${field}`;
}
