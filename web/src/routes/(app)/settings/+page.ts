import { redirect } from "@sveltejs/kit";
import { paths } from "#lib/paths.ts";
import { session } from "#lib/session.svelte.ts";

/** Who may not see the company's settings still has their own. */
export function load(): void {
  if (session.current && !session.can("tenant:read")) redirect(307, paths.settings("profile"));
}
