import { createQuery, keepPreviousData } from "@tanstack/svelte-query";
import { unwrap } from "#lib/api/client.ts";
import { listQuery } from "#lib/api/list-query.ts";
import { refreshOn } from "#lib/live-refresh.ts";
import type { UrlState } from "#lib/url-state.svelte.ts";

type Page<Row> = { data: Row[]; nextCursor: string | null };
type Options<Row> = {
  /** The key of its queries, to which filters and place are added: `["customers", "list"]`. */
  key: readonly string[];
  /** Asks the API for the page that `query` describes. */
  read: (query: ReturnType<typeof listQuery>, signal: AbortSignal) => Promise<{ data?: Page<Row> }>;
  /** Events after which everything under the key's first word is read again. */
  refreshOn?: readonly string[];
  /** Milliseconds until it is read again anyway, given the rows that are shown. */
  refetchInterval?: (rows: readonly Row[]) => number | false;
};

export type List<Row> = ReturnType<typeof createList<Row>>;

/**
 * A list whose filters, sort and place are in the URL; `ListPage` and `ListCard` show it. While another page of it is
 * on its way, the rows are still those of the last.
 *
 *     const list = createList(url, () => ({
 *       key: ["customers", "list"],
 *       read: (query, signal) => api.GET("/api/v1/customers", { signal, params: { query } }),
 *     }));
 */
export function createList<Row>(url: UrlState, options: () => Options<Row>) {
  const query = createQuery(() => {
    const { key, read, refetchInterval } = options();
    return {
      queryKey: [...key, url.values, url.cursor],
      queryFn: ({ signal }: { signal: AbortSignal }) => unwrap(read(listQuery(url.values, url.cursor), signal)),
      placeholderData: keepPreviousData,
      ...(refetchInterval && {
        refetchInterval: ({ state }: { state: { data: Page<Row> | undefined } }) =>
          refetchInterval(state.data?.data ?? []),
      }),
    };
  });
  $effect(() => {
    const { key, refreshOn: events } = options();
    return events && refreshOn(events, key.slice(0, 1));
  });

  return {
    url,
    /** Undefined until the first page is there. */
    get rows() {
      return query.data?.data;
    },
    get nextCursor() {
      return query.data?.nextCursor;
    },
    /** The rows are those of before the last change of filters or place. */
    get refreshing() {
      return query.isPlaceholderData;
    },
    get error() {
      return query.error;
    },
    retry: () => void query.refetch(),
  };
}
