import { expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";

it("a customer's balance tells what is owed, what of it is overdue, and the credit of what was paid beyond", async () => {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  const balance = async () => (await tenant.as("GET", `/customers/${customerId}/balance`)).body;
  expect(await balance()).toEqual({ credit: 0, due: 0, dueCount: 0, overdue: 0, overdueCount: 0 });

  const { id } = await addInvoice(tenant, { customerId, amount: 100_000 });
  await addInvoice(tenant, { customerId, amount: 50_000, dueOn: "2026-11-01" });
  await tenant.settle();
  await tenant.as("POST", `/invoices/${id}/payments`, { amount: 130_000, method: "cash" });
  expect(await balance()).toEqual({ credit: 30_000, due: 50_000, dueCount: 1, overdue: 50_000, overdueCount: 1 });
});
