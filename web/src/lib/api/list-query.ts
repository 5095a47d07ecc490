/** Fits the query of every list: a URL may hold any text, and the server is who checks it and answers 422. */
type UncheckedQuery = Record<string, never>;

/** What a list is asked for: the values a page keeps in its URL without the empty ones, and the place in the list. */
export function listQuery(values: Record<string, string>, cursor = ""): UncheckedQuery {
  const filled = Object.entries({ ...values, cursor }).filter(([, value]) => value !== "");
  return Object.fromEntries(filled) as UncheckedQuery;
}

type Page<T> = { data: T[]; nextCursor: string | null };
/** Ten pages of a hundred: more than one can choose from in a list that is not searched. */
const maxPages = 10;

/** Every row of a short list, such as brands or plans to choose from. */
export async function allPages<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < maxPages; count++) {
    const { data, nextCursor } = await page(cursor);
    rows.push(...data);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return rows;
}
