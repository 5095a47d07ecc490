import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { queryClient } from "#lib/query-client.ts";

export type Tenant = Schemas["Tenant"];

const queryKey = ["tenant"];

/** The company with its settings. */
export const tenantQuery = () =>
  queryOptions({ queryKey, queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tenant", { signal })) });

/** Keeps what a change of the company answered, so that every page has it. */
export async function keepTenant(change: Promise<{ data?: Tenant }>): Promise<Tenant> {
  const tenant = await unwrap(change);
  queryClient.setQueryData(queryKey, tenant);
  void queryClient.invalidateQueries({ queryKey: ["activity-logs"] });
  return tenant;
}

/** Changes name, kinds, zone or single settings; what is not named stays. */
export const updateTenant = (body: Schemas["TenantPatch"]): Promise<Tenant> =>
  keepTenant(api.PATCH("/api/v1/tenant", { body }));
