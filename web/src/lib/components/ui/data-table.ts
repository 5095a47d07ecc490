import type { Snippet } from "svelte";

/** One column of a `DataTable`. */
export type Column<Row> = {
  id: string;
  header: string;
  /** What a cell shows: text, or a snippet that is given the row. */
  text?: (row: Row) => string | null | undefined;
  cell?: Snippet<[Row]>;
  /** Money and counts stand right, in figures of one width. */
  align?: "right";
  /** The field the server sorts by; makes the header a button. */
  sort?: string;
  /** Which way the first press sorts: newest and highest first is `desc`. */
  sortFirst?: "asc" | "desc";
  /** Classes of its cells: a width, `max-lg:hidden`. */
  class?: string;
  /** What the last row says below all others: a sum. */
  foot?: string;
  /** Only for reading on: a quieter colour. */
  quiet?: boolean;
};

/** Moves the focus among the rows' links by `step`; from outside to the first or last. */
export function moveRowFocus(table: HTMLElement, step: 1 | -1): void {
  const links = [...table.querySelectorAll<HTMLElement>("[data-row-link]")];
  const here = links.indexOf(document.activeElement as HTMLElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
  links[next]?.focus({ preventScroll: true });
  links[next]?.scrollIntoView({ block: "nearest" });
}
