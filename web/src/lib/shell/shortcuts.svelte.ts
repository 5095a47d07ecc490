import { goto } from "$app/navigation";
import { palette } from "#lib/palette.svelte.ts";
import { preferences } from "#lib/preferences.svelte.ts";
import { isForPage, nextStep, sequenceMs } from "#lib/shortcuts.ts";
import type { NavItem } from "./nav.ts";

/** The page's search if it has one, else the palette, which searches everything. */
function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>("main [data-search]");
  if (search) search.select();
  else palette.open = true;
}

/** The shell's keys, for `onkeydown` of the window: Ctrl/⌘ K always, the single ones when nothing else wants them. */
export function shortcutKeys(items: () => readonly NavItem[], showHelp: () => void): (event: KeyboardEvent) => void {
  let pending = "";
  let pendingUntil = 0;

  return (event) => {
    if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.open = !palette.open;
      return;
    }
    if (!preferences.shortcuts || !isForPage(event) || event.key === "Shift") return;
    const run: Record<string, () => void> = { "/": focusSearch, "?": showHelp };
    for (const item of items()) run[item.keys] = () => void goto(item.href);

    const step = nextStep(new Set(Object.keys(run)), event.timeStamp < pendingUntil ? pending : "", event.key);
    pending = step.pending;
    pendingUntil = event.timeStamp + sequenceMs;
    if (step.run) {
      event.preventDefault();
      run[step.run]?.();
    }
  };
}
