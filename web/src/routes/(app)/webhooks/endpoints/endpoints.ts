import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap } from "#lib/api/client.ts";
import { allPages } from "#lib/api/list-query.ts";
import { queryClient } from "#lib/query-client.ts";
import type { Endpoint } from "./endpoint-form.ts";

/** Every provider that the company described; a handful. */
export const endpointsQuery = () =>
  queryOptions({
    queryKey: ["webhook-endpoints", "all"],
    queryFn: ({ signal }): Promise<Endpoint[]> =>
      allPages((cursor) =>
        unwrap(
          api.GET("/api/v1/webhook-endpoints", {
            signal,
            params: { query: { limit: 100, ...(cursor && { cursor }) } },
          }),
        ),
      ),
  });

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhook-endpoints", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/webhook-endpoints/{id}", { signal, params: { path: { id } } })),
  });

/** After an endpoint was changed. */
export const refreshEndpoints = () =>
  Promise.all(
    [["webhook-endpoints"], ["activity-logs"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );

/** The body and headers of the newest call of a provider, to try a mapping on. */
export async function lastCall(provider: string): Promise<{ body: string; headers: string } | undefined> {
  const { data } = await unwrap(api.GET("/api/v1/webhook-logs", { params: { query: { provider, limit: 1 } } }));
  const id = data[0]?.id;
  if (!id) return undefined;
  const call = await unwrap(api.GET("/api/v1/webhook-logs/{id}", { params: { path: { id } } }));
  const type = call.headers["content-type"];
  return { body: call.body, headers: type ? `Content-Type: ${type}` : "" };
}
