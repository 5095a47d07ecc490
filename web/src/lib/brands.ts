import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { allPages } from "#lib/api/list-query.ts";

export type Brand = Schemas["Brand"];

/** All brands of the tenant, to choose from and to name them by their id. */
export const brandsQuery = () =>
  queryOptions({
    queryKey: ["brands", "all"],
    queryFn: ({ signal }): Promise<Brand[]> =>
      allPages((cursor) =>
        unwrap(api.GET("/api/v1/brands", { signal, params: { query: { limit: 100, ...(cursor && { cursor }) } } })),
      ),
    staleTime: 300_000,
  });

/** Where a brand's logo is, on the host that this page came from: pages show pictures of their own host alone. */
export function logoPath({ logo }: Pick<Brand, "logo">): string | undefined {
  if (!logo) return undefined;
  const { pathname, search } = new URL(logo.url);
  return pathname + search;
}
