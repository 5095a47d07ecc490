import { expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../test/support/billing.ts";
import { Clock, TestTenant } from "../../../test/support/tenant.ts";
import { markOverdue } from "../billing/index.ts";
import { dailyFigures } from "./daily.ts";

it("a morning's figures are yesterday's and today's, by the company's own dates", async () => {
  // 23:30 in Jayapura, when it is still the afternoon in UTC.
  const clock = new Clock(Date.parse("2026-11-20T14:30:00Z"));
  const tenant = await TestTenant.signUp({ clock, timeZone: "Asia/Jayapura" });
  const customerId = await addCustomer(tenant);
  const paid = await addInvoice(tenant, { customerId, amount: 100_000 });
  await addInvoice(tenant, { customerId, amount: 70_000, dueOn: "2026-11-20" });
  await tenant.as("POST", `/invoices/${paid.id}/payments`, { amount: 60_000, method: "cash" });
  clock.advance(3_600_000);
  await tenant.signIn();
  await addCustomer(tenant, "Pelanggan Baru");
  await tenant.as("POST", `/invoices/${paid.id}/payments`, { amount: 40_000, method: "cash" });
  const ctx = await tenant.context();
  await markOverdue(ctx);
  expect(await dailyFigures(ctx)).toEqual({
    yesterday: { date: "2026-11-20", revenue: 60_000, payments: 1, invoices: 2, newCustomers: 1 },
    today: { date: "2026-11-21", revenue: 40_000, payments: 1, invoices: 0, newCustomers: 1 },
    overdue: { count: 1, amount: 70_000 },
    openAlerts: 0,
  });
});
