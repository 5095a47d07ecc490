import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type InvoiceBody, type PageBody } from "../../../../test/support/billing.ts";
import { freshNumber } from "../../../../test/support/providers.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { accountBalance } from "../../ledger/index.ts";
import { deliveries } from "../../notifications/schema.ts";
import { connect } from "../../notifications/testing.ts";
import { outbox } from "../../outbox/schema.ts";
import { creditUses, invoices } from "../schema.ts";
import { createRun } from "../runs/runs.ts";
import { watched, Worker } from "../testing.ts";
import { useCredit } from "./use-credit.ts";

interface UseBody {
  id: string;
  invoiceId: string;
  amount: number;
  code: string;
  errors: { field: string }[];
}

/** A customer with credit, from an invoice that it paid too much for. */
async function creditor(credit: number, person: Record<string, unknown> = {}) {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant, "Warung Kenanga", person);
  const first = await addInvoice(tenant, { customerId, amount: 10_000 });
  await tenant.as("POST", `/invoices/${first.id}/payments`, { amount: 10_000 + credit, method: "cash" });
  await tenant.settle();
  return { tenant, customerId };
}

const invoiceOf = async (tenant: TestTenant, id: string) =>
  (await tenant.as<InvoiceBody>("GET", `/invoices/${id}`)).body;
const creditOf = async (tenant: TestTenant, id: string) =>
  (await tenant.as<{ credit: number }>("GET", `/customers/${id}/balance`)).body.credit;

async function usesOf(tenant: TestTenant) {
  const { store } = await tenant.context();
  const [rows] = await store.read(store.db.select().from(creditUses).where(store.own(creditUses)));
  return rows;
}

describe("a customer's credit", () => {
  it("pays the next invoice when it is issued, and the journal says so", async () => {
    const { tenant, customerId } = await creditor(100_000);
    const invoice = await addInvoice(tenant, { customerId, amount: 150_000 });
    await tenant.settle();
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({
      state: "awaiting_payment",
      paid: 100_000,
      due: 50_000,
    });
    expect(await creditOf(tenant, customerId)).toBe(0);
    const ctx = await tenant.context();
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(0);
    expect(await accountBalance(ctx, `receivable:${invoice.id}`)).toBe(50_000);
    const shown = await tenant.as<PageBody<UseBody>>("GET", `/credit-uses?invoiceId=${invoice.id}`);
    expect(shown.body.data).toMatchObject([{ invoiceId: invoice.id, amount: 100_000, usedOn: "2026-11-21" }]);
  });

  it("that covers an invoice makes it paid, by the one way to paid", async () => {
    const { tenant, customerId } = await creditor(200_000);
    const invoice = await addInvoice(tenant, { customerId, amount: 150_000 });
    await tenant.settle();
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({ state: "paid", due: 0, paid: 150_000 });
    expect(await creditOf(tenant, customerId)).toBe(50_000);
    const { store } = await tenant.context();
    const [paid] = await store.read(
      store.db
        .select()
        .from(outbox)
        .where(store.own(outbox, eq(outbox.type, "invoice.paid"))),
    );
    expect(paid.filter(({ data }) => (data as { invoiceId: string }).invoiceId === invoice.id)).toHaveLength(1);
  });

  it("is used before the customer is told of an invoice: what is said to be owed is, and nothing where nothing is", async () => {
    const { tenant, customerId } = await creditor(200_000, { phone: freshNumber() });
    await connect(tenant, "whapi");
    const covered = await addInvoice(tenant, { customerId, amount: 150_000 });
    await tenant.settle();
    const partly = await addInvoice(tenant, { customerId, amount: 120_000 });
    await tenant.settle();
    const { store } = await tenant.context();
    const [told] = await store.read(
      store.db
        .select()
        .from(deliveries)
        .where(store.own(deliveries, eq(deliveries.kind, "invoice.issued"))),
    );
    const texts = told.map(({ content }) => JSON.stringify(content));
    expect(texts.filter((text) => text.includes(String(covered.number)))).toEqual([]);
    expect(texts.filter((text) => text.includes(String(partly.number)) && /Rp.70\.000/.test(text))).toHaveLength(1);
  });

  it("pays what a run issues", async () => {
    const { tenant, customerId } = await creditor(40_000);
    const plan = await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 20", price: 150_000 });
    await tenant.as("POST", "/subscriptions", { customerId, planId: plan.body.id, startsOn: "2026-12-01" });
    const worker = await Worker.of(tenant);
    const { id } = await createRun(worker.ctx, { period: "2026-12" });
    await worker.drain();
    await tenant.as("POST", `/billing-runs/${id}/confirmation`);
    await worker.resume();
    await tenant.settle();
    const issued = await tenant.as<PageBody<InvoiceBody>>("GET", "/invoices?period=2026-12");
    expect(issued.body.data).toMatchObject([{ total: 150_000, paid: 40_000, due: 110_000 }]);
  });

  it("pays the invoices that are due first, as far as it goes", async () => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const late = await addInvoice(tenant, { customerId, amount: 60_000, dueOn: "2026-12-20" });
    const early = await addInvoice(tenant, { customerId, amount: 60_000, dueOn: "2026-12-01" });
    const paid = await addInvoice(tenant, { customerId, amount: 10_000 });
    await tenant.as("POST", `/invoices/${paid.id}/payments`, { amount: 110_000, method: "cash" });
    await tenant.settle();
    expect(await invoiceOf(tenant, early.id)).toMatchObject({ state: "paid", due: 0 });
    expect(await invoiceOf(tenant, late.id)).toMatchObject({ state: "awaiting_payment", due: 20_000 });
    expect(await creditOf(tenant, customerId)).toBe(0);
  });

  it.each([
    [
      "a matched payment",
      async (tenant: TestTenant, customerId: string) => {
        const { receiveUnmatched } = await import("../payments/booking.ts");
        const ctx = await tenant.context();
        const id = await receiveUnmatched(ctx, {
          amount: 30_000,
          method: "transfer",
          receivedAt: ctx.now(),
          recordedBy: "test",
        });
        await tenant.as("POST", `/payments/${id}/resolution`, { customerId });
      },
    ],
    [
      "a credit note",
      async (tenant: TestTenant, customerId: string) => {
        const invoice = await addInvoice(tenant, { customerId, amount: 30_000 });
        await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 30_000, method: "cash" });
        await tenant.as("POST", `/invoices/${invoice.id}/credit-notes`, { amount: 30_000, reason: "Salah tagih" });
      },
    ],
    [
      "a void",
      async (tenant: TestTenant, customerId: string) => {
        const invoice = await addInvoice(tenant, { customerId, amount: 40_000 });
        await tenant.as("POST", `/invoices/${invoice.id}/payments`, { amount: 30_000, method: "cash" });
        await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
      },
    ],
  ])("that arises from %s is used at once", async (_, arise) => {
    const tenant = await TestTenant.signUp();
    const customerId = await addCustomer(tenant);
    const open = await addInvoice(tenant, { customerId, amount: 100_000 });
    await arise(tenant, customerId);
    await tenant.settle();
    expect((await invoiceOf(tenant, open.id)).due).toBe(70_000);
    expect(await creditOf(tenant, customerId)).toBe(0);
  });

  it("is left alone where the company wants to use it by hand, then pays what is named", async () => {
    const { tenant, customerId } = await creditor(100_000);
    await tenant.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
    const invoice = await addInvoice(tenant, { customerId, amount: 80_000 });
    await tenant.settle();
    expect(await invoiceOf(tenant, invoice.id)).toMatchObject({ due: 80_000 });
    const use = (body: object) => tenant.as<UseBody>("POST", `/invoices/${invoice.id}/credit-uses`, body);
    expect((await use({ amount: 80_001 })).body.errors[0]?.field).toBe("amount");
    expect(await use({ amount: 30_000 })).toMatchObject({ status: 201, body: { amount: 30_000 } });
    expect(await use({})).toMatchObject({ status: 201, body: { amount: 50_000 } });
    expect((await use({})).body.code).toBe("wrong_state");
    expect(await creditOf(tenant, customerId)).toBe(20_000);
    const other = await addInvoice(tenant, { customerId: await addCustomer(tenant), amount: 80_000 });
    expect((await tenant.as<UseBody>("POST", `/invoices/${other.id}/credit-uses`, {})).body.code).toBe("wrong_state");
  });
});

describe("using a credit", () => {
  it("happens once, however often it is done at once", async () => {
    const { tenant, customerId } = await creditor(100_000);
    await tenant.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await addInvoice(tenant, { customerId, amount: 45_000 })).id);
    const ctx = await tenant.context();
    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, () => useCredit(ctx, customerId)));
    expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
    expect((await usesOf(tenant)).map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([10_000, 45_000, 45_000]);
    const due = await Promise.all(ids.map(async (id) => (await invoiceOf(tenant, id)).due));
    expect(due.sort((a, b) => a - b)).toEqual([0, 0, 35_000]);
    expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(0);
  });

  it("goes on beyond one batch's invoices", async () => {
    const { tenant, customerId } = await creditor(26_000);
    await tenant.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
    for (let n = 0; n < 13; n++) await addInvoice(tenant, { customerId, amount: 2_000 });
    await useCredit(await tenant.context(), customerId);
    const { store } = await tenant.context();
    const [open] = await store.read(
      store.db
        .select()
        .from(invoices)
        .where(store.own(invoices, eq(invoices.state, "awaiting_payment"))),
    );
    expect([open.length, await creditOf(tenant, customerId)]).toEqual([0, 0]);
  });

  it("B01: by a Worker that is killed before or after any of its calls is done once by the next", async () => {
    for (const moment of ["before", "after"] as const)
      for (let call = 1; call <= 2; call++) {
        const { tenant, customerId } = await creditor(50_000);
        await tenant.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
        const invoice = await addInvoice(tenant, { customerId, amount: 80_000 });
        const ctx = await tenant.context();
        let calls = 0;
        const die = () => {
          if (++calls === call) throw new Error("killed");
        };
        const dying = moment === "before" ? watched(ctx, die) : watched(ctx, () => {}, die);
        await expect(useCredit(dying, customerId)).rejects.toThrow("killed");
        const between = (await invoiceOf(tenant, invoice.id)).due;
        expect(await accountBalance(ctx, `receivable:${invoice.id}`)).toBe(between);
        expect(await creditOf(tenant, customerId)).toBe(between - 30_000);
        await useCredit(ctx, customerId);
        expect((await invoiceOf(tenant, invoice.id)).due).toBe(30_000);
        expect((await usesOf(tenant)).map(({ amount }) => amount)).toEqual([50_000]);
      }
  });
});
