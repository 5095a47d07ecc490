import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type PageBody } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { accountBalance } from "../../ledger/index.ts";
import { billingDays, refunds } from "../schema.ts";

interface RefundBody {
  id: string;
  number: string;
  amount: number;
  errors: { field: string }[];
}

/** A customer who has paid `credit` too much. */
async function creditor(credit: number) {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  const invoice = await addInvoice(tenant, { customerId, amount: 100_000 });
  await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 100_000 + credit, method: "transfer" });
  return { tenant, customerId };
}

const refund = (tenant: TestTenant, customerId: string, body: object) =>
  tenant.as<RefundBody>("POST", `/customers/${customerId}/refunds`, { method: "transfer", ...body });
const creditOf = async (tenant: TestTenant, id: string) =>
  (await tenant.as<{ credit: number }>("GET", `/customers/${id}/balance`)).body.credit;

describe("a refund", () => {
  it("pays out a customer's credit, in the journal and in the day's totals", async () => {
    const { tenant, customerId } = await creditor(50_000);
    const made = await refund(tenant, customerId, { amount: 30_000, reference: "TRF-1", note: "Permintaan pelanggan" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      number: "RF-2026-0001",
      amount: 30_000,
      method: "transfer",
      reference: "TRF-1",
      refundedOn: "2026-11-21",
      customer: { id: customerId },
    });
    expect(await creditOf(tenant, customerId)).toBe(20_000);
    const ctx = await tenant.context();
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(-20_000);
    expect(await accountBalance(ctx, "cash:transfer")).toBe(120_000);
    const [days] = await ctx.store.read(ctx.store.db.select().from(billingDays).where(ctx.store.own(billingDays)));
    expect(days).toMatchObject([{ paidAmount: 150_000, refundedCount: 1, refundedAmount: 30_000 }]);
    expect((await tenant.as("GET", `/refunds/${made.body.id}`)).body).toEqual(made.body);
    const listed = await tenant.as<PageBody<RefundBody>>("GET", `/refunds?customerId=${customerId}`);
    expect(listed.body.data).toEqual([made.body]);
  });

  it("is refused beyond the credit, where there is none, in the future, and for a customer who is not there", async () => {
    const { tenant, customerId } = await creditor(10_000);
    const much = await refund(tenant, customerId, { amount: 10_001 });
    expect([much.status, much.body.errors[0]?.field]).toEqual([422, "amount"]);
    const none = await refund(tenant, await addCustomer(tenant), { amount: 1 });
    expect([none.status, none.body.errors[0]?.field]).toEqual([422, "amount"]);
    const early = await refund(tenant, customerId, { amount: 1, refundedOn: "2026-11-22" });
    expect([early.status, early.body.errors[0]?.field]).toEqual([422, "refundedOn"]);
    expect((await refund(tenant, `cus_${"0".repeat(20)}`, { amount: 1 })).status).toBe(404);
    for (const amount of [0, -1, 1.5]) expect((await refund(tenant, customerId, { amount })).status).toBe(422);
    expect(await creditOf(tenant, customerId)).toBe(10_000);
  });

  it("B03: never takes a credit below nothing, however many are recorded at once", async () => {
    const { tenant, customerId } = await creditor(100_000);
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => refund(tenant, customerId, { amount: 30_000, method: "cash" })),
    );
    for (const { status } of answers) expect([201, 409, 422]).toContain(status);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await creditOf(tenant, customerId)).toBe(10_000);
    const ctx = await tenant.context();
    const [rows] = await ctx.store.read(ctx.store.db.select().from(refunds).where(ctx.store.own(refunds)));
    expect(rows.map(({ number }) => number).sort()).toEqual(["RF-2026-0001", "RF-2026-0002", "RF-2026-0003"]);
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(-10_000);
    expect(await accountBalance(ctx, "cash:cash")).toBe(-90_000);
  });
});
