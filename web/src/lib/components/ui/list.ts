import type { Snippet } from "svelte";
import type { IconComponent } from "#lib/icon.ts";
import type { List } from "#lib/list.svelte.ts";
import type { Column } from "./data-table.ts";
import type { Filter } from "./filters.ts";

/** Why a list has no rows. */
export type Nothing = { icon: IconComponent; title: string; body: string };

/** What a list looks like: its words, its filters, its rows. */
export type ListView<Row> = {
  list: List<Row>;
  /** What can be searched: "Nama, nomor, telepon"; without it there is no search. */
  search?: string;
  filters?: Filter[];
  /** A filter that is no plain choice: the search for a customer, a span of days. */
  picker?: Snippet;
  columns?: Column<Row>[];
  /** On a phone each row is a card of this instead. */
  card?: Snippet<[Row]>;
  /** Shows the rows otherwise than as a table; they are undefined while the first page loads. */
  children?: Snippet<[readonly Row[] | undefined]>;
  key?: (row: Row) => string;
  /** Makes each row a link. The first column's text is what the link is called. */
  href?: ((row: Row) => string) | undefined;
  /** Buttons at the end of a row; they do not follow the row's link. */
  rowActions?: Snippet<[Row]> | undefined;
  /** The order is not for choosing: a search has its own. */
  unsorted?: boolean;
  /** How many rows to expect, for the skeleton. */
  expected?: number;
  /** Nothing is there yet: what it would be good for, and how to begin. */
  empty: Nothing;
  /** The first thing to do then. */
  start?: Snippet;
  /** Nothing fits the filters; what differs from the usual words. */
  noMatch?: Partial<Nothing> | undefined;
};
