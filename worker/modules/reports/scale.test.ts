import { expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { insertRows } from "../../db/bulk.ts";
import { invoices } from "../billing/schema.ts";
import { totalInvoices } from "../billing/totals/keep.ts";
import { addCustomer } from "../../../test/support/billing.ts";

const reports = [
  ...["/reports/revenue?groupBy=day", "/reports/revenue?groupBy=brand", "/reports/receivables", "/reports/tax"],
  "/reports/overview",
];

it("a report reads the same rows with ten times the invoices, in two round trips, and a page of a list no more than it shows", async () => {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  const ctx = await tenant.context();
  const brandId = (await tenant.as<{ data: { id: string }[] }>("GET", "/brands")).body.data[0]?.id ?? "";
  const add = (count: number) => {
    const rows = Array.from({ length: count }, (_, n) => ({
      ...{ id: ctx.id("inv"), customerId, brandId, state: n % 4 === 0 ? ("overdue" as const) : ("paid" as const) },
      ...{ issuedOn: `2026-11-0${(n % 4) + 1}`, dueOn: `2026-11-1${n % 4}`, createdAt: ctx.now() },
      ...{ subtotal: 1000, discount: 0, taxRateBasisPoints: 1100, taxInclusive: false, tax: 110, total: 1110 },
      ...{ paid: n % 4 === 0 ? 0 : 1110, credited: 0 },
    }));
    const changes = rows.map((after) => ({ after }));
    return ctx.store.atomic([insertRows(ctx.store, invoices, rows), ...totalInvoices(ctx, changes)]);
  };
  const cost = async (path: string) => {
    const { status, headers } = await tenant.as("GET", path);
    expect(status).toBe(200);
    return headers.get("server-timing") ?? "";
  };
  const costs = () => Promise.all(reports.map(cost));
  await add(400);
  const before = await costs();
  for (const said of before) expect(said).toMatch(/"[12] round trips/);
  await add(3600);
  expect(await costs()).toEqual(before);
  for (const path of ["tax/invoices?", "receivables/invoices?bucket=1-30&"]) {
    const said = await cost(`/reports/${path}brandId=${brandId}&limit=10`);
    // Eleven invoices with their customer, the brands, and who asks; an engine that does not count says 0.
    expect(Number(/(\d+) rows/.exec(said)?.[1])).toBeLessThan(60);
  }
});
