import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { queryClient } from "#lib/query-client.ts";
import { customerQuery, type Customer } from "./customers.ts";

/** Shows a changed customer wherever it stands. */
function show(customer: Customer): Customer {
  queryClient.setQueryData(customerQuery(customer.id).queryKey, customer);
  for (const key of ["list", "search"]) void queryClient.invalidateQueries({ queryKey: ["customers", key] });
  void queryClient.invalidateQueries({ queryKey: ["activity-logs"] });
  return customer;
}

/** Throws what the API throws, as do all of these. */
export const createCustomer = async (body: Schemas["NewCustomer"], headers: HeadersInit): Promise<Customer> =>
  show(await unwrap(api.POST("/api/v1/customers", { body, headers })));

export const updateCustomer = async (id: string, body: Schemas["CustomerPatch"]): Promise<Customer> =>
  show(await unwrap(api.PATCH("/api/v1/customers/{id}", { params: { path: { id } }, body })));

/** Removes the person; see the confirmation for what stays. What was read of it is forgotten when its page is left. */
export async function deleteCustomer(id: string): Promise<void> {
  await api.DELETE("/api/v1/customers/{id}", { params: { path: { id } } });
  for (const key of ["subscriptions", "invoices", "payments"]) {
    void queryClient.invalidateQueries({ queryKey: [key, "list"] });
  }
  for (const key of ["list", "search"]) void queryClient.invalidateQueries({ queryKey: ["customers", key] });
}

/** The whole number of the identity card; that it was shown is written down. */
export async function revealKtp(id: string): Promise<string | null> {
  const path = { id };
  const { ktp } = await unwrap(
    api.POST("/api/v1/customers/{id}/reveal", { params: { path }, body: { fields: ["ktp"] } }),
  );
  void queryClient.invalidateQueries({ queryKey: ["activity-logs"] });
  return ktp;
}
