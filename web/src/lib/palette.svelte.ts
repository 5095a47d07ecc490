import { untrack } from "svelte";
import type { IconComponent } from "#lib/icon.ts";
import type { Kind, Permission } from "#lib/session.svelte.ts";

/** One line of the command palette: a place to go or a thing to do. */
export type Command = {
  id: string;
  label: string;
  /** Small, beside the label: a number, a status. */
  detail?: string;
  /** Words that find it besides its label. */
  keywords?: string;
  icon?: IconComponent;
  /** The keys that do the same, for the reader to learn. */
  keys?: string;
} & ({ href: string } | { run: () => void });

/** Finds things by what was typed; throws nothing but what `fetch` throws. */
export type SearchProvider = {
  heading: () => string;
  permission?: Permission;
  kinds?: Kind[];
  search: (query: string, signal: AbortSignal) => Promise<Command[]>;
};

/** The state of the palette, and what pages add to it. */
class Palette {
  open = $state(false);
  #actions = $state.raw<{ id: string; commands: () => Command[] }[]>([]);

  /** The commands of what is on the page now. */
  get actions(): Command[] {
    return this.#actions.flatMap((source) => source.commands());
  }

  /** Adds a page's own actions; use it in an effect: the answer takes them away. */
  addActions(id: string, commands: () => Command[]): () => void {
    // The effect that adds them must not run again because they were added.
    this.#actions = [...untrack(() => this.#actions).filter((known) => known.id !== id), { id, commands }];
    return () => {
      this.#actions = this.#actions.filter((known) => known.id !== id);
    };
  }
}

export const palette = new Palette();

/** Does a command answer to what was typed? Every word must begin a word of its label or keywords. */
export function matches(command: Command, query: string): boolean {
  const words = `${command.label} ${command.keywords ?? ""}`.toLowerCase().split(/[\s\-/]+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
