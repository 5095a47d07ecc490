import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type InvoiceBody, type PaymentBody } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import type { Context } from "../../../core/context.ts";
import { accountBalance } from "../../ledger/index.ts";
import { issueCreditNote } from "../credits/credit-notes.ts";
import { recordRefund } from "../credits/refunds.ts";
import { useCreditFor } from "../credits/use-credit.ts";
import { voidInvoice } from "../invoices/invoices.ts";
import { customerCredits, payments, refunds } from "../schema.ts";
import { watched } from "../testing.ts";
import { recordPayment } from "./booking.ts";

describe("marking an invoice paid", () => {
  it("B26: takes the amount from the server where none is sent, and refuses one of nothing", async () => {
    const tenant = await TestTenant.signUp();
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant), amount: 150_000 });
    const pay = (body: object) => tenant.as<PaymentBody>("POST", `/invoices/${invoice.id}/payments`, body);
    for (const amount of [0, -150_000, null, "150000"])
      expect((await pay({ method: "cash", amount })).status).toBe(422);
    await pay({ method: "cash", amount: 40_000 });
    const rest = await pay({ method: "cash" });
    expect([rest.status, rest.body.amount, rest.body.applied]).toEqual([201, 110_000, 110_000]);
    expect((await tenant.as<InvoiceBody>("GET", `/invoices/${invoice.id}`)).body).toMatchObject({
      state: "paid",
      paid: 150_000,
      due: 0,
    });
    expect((await pay({ method: "cash" })).status).toBe(409);
  });
});

/** What moves money, done to an invoice of 100,000 of which 60,000 are paid, whose customer has a credit of 30,000. */
const deeds: [string, (ctx: Context, ids: { invoiceId: string; customerId: string }) => Promise<unknown>][] = [
  ["a payment", (ctx, { invoiceId }) => recordPayment(ctx, invoiceId, { amount: 50_000, method: "cash" })],
  [
    "a credit note",
    (ctx, { invoiceId }) => issueCreditNote(ctx, invoiceId, { amount: 70_000, reason: "Koreksi", cause: "correction" }),
  ],
  ["a refund", (ctx, { customerId }) => recordRefund(ctx, customerId, { amount: 20_000, method: "cash" })],
  ["the use of a credit", (ctx, { invoiceId }) => useCreditFor(ctx, invoiceId, undefined)],
  ["a void", (ctx, { invoiceId }) => voidInvoice(ctx, invoiceId)],
];

describe("B01: a Worker that is killed before or after any of its calls", () => {
  it.each(deeds)("leaves of %s all or nothing: what is owed, held and booked agree", async (_, deed) => {
    for (const moment of ["before", "after"] as const)
      for (let call = 1; ; call++) {
        const { tenant, invoiceId, customerId } = await start();
        const ctx = await tenant.context();
        let calls = 0;
        const die = () => {
          if (++calls === call) throw new Error("killed");
        };
        const idle = () => {};
        const dying = moment === "before" ? watched(ctx, die) : watched(ctx, idle, die);
        const outcome = await deed(dying, { invoiceId, customerId }).catch((error: Error) => error.message);
        await expectAgreement(tenant, invoiceId, customerId);
        if (outcome !== "killed") break;
        expect(call).toBeLessThan(10);
      }
  });
});

async function start() {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  await tenant.as("PATCH", "/tenant", { settings: { useCreditAutomatically: false } });
  const first = await addInvoice(tenant, { customerId, amount: 10_000 });
  await tenant.as("POST", `/invoices/${first.id}/payments`, { amount: 40_000, method: "cash" });
  const { id: invoiceId } = await addInvoice(tenant, { customerId, amount: 100_000 });
  await tenant.as("POST", `/invoices/${invoiceId}/payments`, { amount: 60_000, method: "cash" });
  return { tenant, invoiceId, customerId };
}

async function expectAgreement(tenant: TestTenant, invoiceId: string, customerId: string) {
  const ctx = await tenant.context();
  const { db, own, read } = ctx.store;
  const { body: invoice } = await tenant.as<InvoiceBody>("GET", `/invoices/${invoiceId}`);
  const [[credit], received, paidOut] = await read(
    db.select().from(customerCredits).where(own(customerCredits)),
    db.select().from(payments).where(own(payments)),
    db.select().from(refunds).where(own(refunds)),
  );
  const sum = (list: { amount: number }[]) => list.reduce((total, { amount }) => total + amount, 0);
  expect(await accountBalance(ctx, `receivable:${invoiceId}`)).toBe(invoice.due);
  expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(0 - (credit?.balance ?? 0));
  expect(await accountBalance(ctx, "cash:cash")).toBe(sum(received) - sum(paidOut));
}
