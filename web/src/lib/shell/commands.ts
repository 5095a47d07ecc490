import BookOpen from "@lucide/svelte/icons/book-open";
import FilePlus from "@lucide/svelte/icons/file-plus";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Languages from "@lucide/svelte/icons/languages";
import LogOut from "@lucide/svelte/icons/log-out";
import SunMoon from "@lucide/svelte/icons/sun-moon";
import UserPlus from "@lucide/svelte/icons/user-plus";
import { toggleMode } from "mode-watcher";
import { i18n } from "#lib/i18n.svelte.ts";
import type { Command } from "#lib/palette.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import { session } from "#lib/session.svelte.ts";
import type { NavItem } from "./nav.ts";

/** The places of the app as commands. */
export const goCommands = (items: readonly NavItem[]): Command[] =>
  items.map(({ id, label, href, icon, keys }) => ({ id: `go-${id}`, label: label(), href, icon, keys }));

/** What can be done from anywhere. */
export function actionCommands(showShortcuts: () => void): Command[] {
  const other = i18n.locale === "id" ? ("en" as const) : ("id" as const);
  const commands: Command[] = [
    { id: "theme", label: m.theme_toggle(), keywords: "tema theme dark gelap", icon: SunMoon, run: toggleMode },
    {
      id: "language",
      label: other === "en" ? "Switch to English" : "Ganti ke Bahasa Indonesia",
      keywords: "language bahasa",
      icon: Languages,
      run: () => i18n.set(other),
    },
    { id: "shortcuts", label: m.shortcuts_title(), icon: Keyboard, keys: "?", run: showShortcuts },
    {
      id: "api-reference",
      label: m.palette_api_reference(),
      keywords: "api docs openapi",
      icon: BookOpen,
      run: () => location.assign(paths.apiReference()),
    },
    { id: "sign-out", label: m.session_sign_out(), icon: LogOut, run: () => void session.signOut() },
  ];
  if (session.can("invoices:write")) {
    commands.unshift({ id: "new-invoice", label: m.invoices_create(), icon: FilePlus, href: paths.invoices.create() });
  }
  if (session.can("customers:write")) {
    commands.unshift({ id: "new-customer", label: m.customers_add(), icon: UserPlus, href: paths.customers.create() });
  }
  return commands;
}
