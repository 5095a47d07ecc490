import { goto } from "$app/navigation";
import { page } from "$app/state";
import { patchSearch, readSearch, type Defaults } from "#lib/url-search.ts";

export type UrlState<D extends Defaults = Defaults> = ReturnType<typeof createUrlState<D>>;

/**
 * The state of a page that its URL holds: filters, sort, place in the list, open dialog. So a link shows what its
 * sender saw, and Back works.
 *
 *     const url = createUrlState({ q: "", status: "", sort: "-createdAt" });
 *     url.values.status · url.set({ status: "overdue" }) · url.open("new") · url.dialog === "new"
 */
export function createUrlState<D extends Defaults>(defaults: D) {
  const values = $derived(readSearch(page.url.searchParams, defaults));
  const isFiltered = $derived(
    Object.entries(values).some(([key, value]) => key !== "sort" && key !== "tab" && value !== defaults[key]),
  );

  function go(changes: Record<string, string | undefined>, options: Parameters<typeof goto>[1]): Promise<void> {
    const search = patchSearch(page.url.searchParams, changes, defaults);
    return goto(`${page.url.pathname}${search.size ? `?${search}` : ""}`, { reset: false, ...options });
  }

  return {
    get values() {
      return values;
    },
    /** Does any filter differ from its default? */
    get isFiltered() {
      return isFiltered;
    },
    /** The cursor of the page of the list that is shown; empty on the first. */
    get cursor() {
      return page.url.searchParams.get("cursor") ?? "";
    },
    /** The name of the open dialog, or empty. */
    get dialog() {
      return page.url.searchParams.get("dialog") ?? "";
    },
    /** Changes filters or the sort; not a step for Back. */
    set(changes: Partial<Record<keyof D & string, string>>): Promise<void> {
      return go(changes, { replace: true });
    },
    /** All filters back to their defaults; the sort stays. */
    clear: () =>
      go(Object.fromEntries(Object.keys(defaults).map((key) => [key, key === "sort" ? values.sort : undefined])), {
        replace: true,
      }),
    /** Another page of the list, from its top; Back returns. */
    turnTo: (cursor: string | undefined) => go({ cursor }, { reset: true }),
    /** Opens a dialog as a step of its own, so that Back closes it. */
    open: (dialog: string) => go({ dialog }, { state: { dialog: true } }),
    /** Closes the dialog: undoes the step that opened it, or leaves it when the page was entered with it open. */
    close: () => (page.state.dialog ? history.back() : void go({ dialog: undefined }, { replace: true })),
  };
}
