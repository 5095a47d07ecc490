import { expect, it } from "vitest";
import { addCustomer, addInvoice, type PageBody } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";

interface Entry {
  kind: string;
  number: string;
  date: string;
  amount: number;
  balance: number;
}

it("a customer's statement tells all that moved its balance, newest first, with the balance after each", async () => {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  const paidOn = (paidAt: string) => ({ method: "cash", paidAt });
  const first = await addInvoice(tenant, { customerId, amount: 100_000 });
  await tenant.as("POST", `/invoices/${first.id}/payments`, { amount: 120_000, ...paidOn("2026-11-21T03:00:00Z") });
  const second = await addInvoice(tenant, { customerId, amount: 50_000 });
  await addInvoice(tenant, { customerId, draft: true });
  const voided = await addInvoice(tenant, { customerId, amount: 70_000 });
  await tenant.as("POST", `/invoices/${voided.id}/void`, {});
  await tenant.settle();
  tenant.clock.set("2026-11-22T03:00:00Z");
  await tenant.signIn();
  await tenant.as("POST", `/invoices/${second.id}/credit-notes`, { amount: 45_000, reason: "Gangguan" });
  await tenant.as("POST", `/customers/${customerId}/refunds`, { amount: 10_000, method: "cash" });

  const read = async (query: string) =>
    (await tenant.as<PageBody<Entry>>("GET", `/customers/${customerId}/statement?${query}`)).body;
  const whole = await read("");
  expect(whole.data.map(({ kind, date, amount, balance }) => [kind, date, amount, balance])).toEqual([
    ["refund", "2026-11-22", 10_000, -5_000],
    ["credit_note", "2026-11-22", -45_000, -15_000],
    ["payment", "2026-11-21", -120_000, 30_000],
    ["invoice", "2026-11-21", 50_000, 150_000],
    ["invoice", "2026-11-21", 100_000, 100_000],
  ]);
  const pages: Entry[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page = await read(`limit=2${cursor && `&cursor=${cursor}`}`);
    pages.push(...page.data);
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(whole.data);
  expect(whole.nextCursor).toBeNull();
});

it("of a customer's statement a page that nobody made is refused", async () => {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  const made = Buffer.from(JSON.stringify(["2026-11-21", "x", "y", "z"])).toString("base64url");
  expect((await tenant.as("GET", `/customers/${customerId}/statement?cursor=${made}`)).status).toBe(422);
  expect((await tenant.as("GET", `/customers/cus_${"0".repeat(20)}/statement`)).status).toBe(404);
});
