type Item = { value: string; label: string };
/** A choice that narrows a list; its first item is usually "all" with an empty value. */
export type Filter = {
  name: string;
  label: string;
  items: readonly Item[];
  /** Its items come later: it is as wide as they can make it from the start, so that nothing beside it moves. */
  loads?: boolean;
};

/** A choice in which `all`, the first item, narrows nothing. */
export const choice = (name: string, label: string, all: string, items: readonly Item[]): Filter => ({
  name,
  label,
  items: [{ value: "", label: all }, ...items],
});

/** The items of a choice from the words for each value: `{ overdue: m.invoice_state_overdue }`. */
export const worded = (words: Record<string, () => string>): Item[] =>
  Object.entries(words).map(([value, label]) => ({ value, label: label() }));

/** The items of a choice from things with names; none while they load. */
export const named = (things: readonly { id: string; name: string }[] | undefined): Item[] =>
  (things ?? []).map(({ id, name }) => ({ value: id, label: name }));
