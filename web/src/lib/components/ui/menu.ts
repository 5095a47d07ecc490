import type { Snippet } from "svelte";
import type { IconComponent } from "#lib/icon.ts";

/** One line of a menu: a link or a deed. */
export type MenuItem = {
  label: string;
  icon?: IconComponent;
  href?: string;
  onSelect?: () => void;
  /** One of several that is chosen. */
  checked?: boolean;
  destructive?: boolean;
  disabled?: boolean;
  /** A line above it. */
  separated?: boolean;
};

export type MenuProps = {
  items: MenuItem[];
  /** The button; spread `props` on it. */
  trigger: Snippet<[{ props: Record<string, unknown> }]>;
  /** Above the items: whose menu it is. */
  header?: Snippet;
  align?: "start" | "end";
  side?: "top" | "bottom";
};
