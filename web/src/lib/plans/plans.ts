import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { allPages } from "#lib/api/list-query.ts";
import { number } from "#lib/i18n.svelte.ts";

export type Plan = Schemas["Plan"];

/** All plans of the tenant by name, archived ones too: to choose from, and to name them by their id. */
export const plansQuery = () =>
  queryOptions({
    queryKey: ["plans", "all"],
    queryFn: ({ signal }): Promise<Plan[]> =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/v1/plans", {
            signal,
            params: { query: { limit: 100, archived: "all", ...(cursor && { cursor }) } },
          }),
        ),
      ),
    staleTime: 60_000,
  });

/** One plan by id. */
export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ["plans", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/plans/{id}", { signal, params: { path: { id } } })),
  });

/** "50/25 Mbps", "50 Mbps" where up and down are the same or only one is known; empty where none is. */
export function planSpeed({ downloadMbps: down, uploadMbps: up }: Pick<Plan, "downloadMbps" | "uploadMbps">): string {
  if (down !== null && up !== null && down !== up) return `${number(down)}/${number(up)} Mbps`;
  const one = down ?? up;
  return one === null ? "" : `${number(one)} Mbps`;
}
