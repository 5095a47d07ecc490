import { redirect } from "@sveltejs/kit";
import { tokens } from "#lib/api/tokens.ts";
import { safeNext } from "#lib/paths.ts";

/** Who is signed in already goes on. */
export function load({ url }: { url: URL }): void {
  if (tokens.read()) redirect(307, safeNext(url.searchParams.get("next")));
}
