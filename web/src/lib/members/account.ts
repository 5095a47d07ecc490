import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { queryClient } from "#lib/query-client.ts";

export type Profile = Schemas["Profile"];

/** Links to files are good for ten minutes; the profile is read again before its picture's link ends. */
const linkMs = 8 * 60_000;

/** The signed-in user's own profile. */
export const profileQuery = () =>
  queryOptions({
    queryKey: ["profile"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/auth/me/profile", { signal })),
    staleTime: linkMs,
  });

/** Keeps what a change of the own profile answered. */
export async function keepProfile(change: Promise<{ data?: Profile }>): Promise<Profile> {
  const profile = await unwrap(change);
  queryClient.setQueryData(profileQuery().queryKey, profile);
  void queryClient.invalidateQueries({ queryKey: ["activity-logs"] });
  return profile;
}

/** Whether a code is asked for at sign-in, and how many recovery codes are left. */
export const totpQuery = () =>
  queryOptions({ queryKey: ["totp"], queryFn: ({ signal }) => unwrap(api.GET("/api/v1/auth/me/totp", { signal })) });

/** What changed about signing in is read again everywhere. */
export function refreshSecurity(): void {
  for (const key of ["totp", "sessions", "activity-logs"]) void queryClient.invalidateQueries({ queryKey: [key] });
}
