import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";

export type Customer = Schemas["Customer"];

/** One customer by id. */
export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/customers/{id}", { signal, params: { path: { id } } })),
  });

/** The first customers that what was typed finds; the newest while nothing is. */
export const customerSearchQuery = (q: string, limit = 20) =>
  queryOptions({
    queryKey: ["customers", "search", q, limit],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/customers", { signal, params: { query: { limit, ...(q && { q }) } } })),
  });
