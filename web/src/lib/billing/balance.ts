import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap } from "#lib/api/client.ts";
import { queryClient } from "#lib/query-client.ts";

/** What a customer owes, and its credit. */
export const balanceQuery = (customerId: string) =>
  queryOptions({
    queryKey: ["payments", "balance", customerId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/customers/{id}/balance", { signal, params: { path: { id: customerId } } })),
  });

/** Reads again whatever shows money, after a deed that moved some. */
export function moneyMoved(): void {
  for (const key of ["invoices", "payments", "credit-notes", "activity-logs"])
    void queryClient.invalidateQueries({ queryKey: [key] });
}
