/** How a key press moves a two-key sequence on: what to run, and what the next key continues. */
export type Step = { run?: string; pending: string };

/** Two keys belong together when the second comes within this time. */
export const sequenceMs = 1_200;

/**
 * Matches single keys (`/`) and pairs (`g c`). `known` are the sequences that mean something; `pending` is the first key
 * of a pair that was pressed in time, or empty.
 */
export function nextStep(known: ReadonlySet<string>, pending: string, key: string): Step {
  const pair = `${pending} ${key}`;
  if (pending && known.has(pair)) return { run: pair, pending: "" };
  if (known.has(key)) return { run: key, pending: "" };
  const begins = [...known].some((sequence) => sequence.startsWith(`${key} `));
  return { pending: begins ? key : "" };
}

/** Is this key press meant for a field, a menu or an open dialog rather than for the page? */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest("input, textarea, select, [contenteditable=true], [role=menu], [role=dialog]")) return false;
  return !document.querySelector("[role=dialog], [role=alertdialog], [role=menu]");
}
