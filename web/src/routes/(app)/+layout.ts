import { redirect } from "@sveltejs/kit";
import { tokens } from "#lib/api/tokens.ts";
import { paths } from "#lib/paths.ts";

/** No page of the app without a session; after the login it goes on where it was asked for. */
export function load({ url }: { url: URL }): void {
  if (!tokens.read()) redirect(307, paths.login(url.pathname + url.search));
}
