import fc from "fast-check";
import { eq, isNotNull, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type InvoiceBody } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { counters } from "../../db/counters.ts";
import { accountBalance } from "../ledger/index.ts";
import { postings } from "../ledger/schema.ts";
import { voidInvoice } from "./invoices/invoices.ts";
import { receiveForInvoice, recordPayment } from "./payments/payments.ts";
import { customerCredits, invoices, payments } from "./schema.ts";

type Step =
  { kind: "pay"; amount: number } | { kind: "callback"; amount: number; reference: number } | { kind: "void" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("pay" as const), amount: fc.integer({ min: 1, max: 200_000 }) }),
  fc.record({
    kind: fc.constant("callback" as const),
    amount: fc.integer({ min: 1, max: 200_000 }),
    reference: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constant({ kind: "void" as const }),
);

async function take(ctx: Context, invoiceId: string, each: Step): Promise<void> {
  if (each.kind === "void") await voidInvoice(ctx, invoiceId);
  if (each.kind === "pay") await recordPayment(ctx, invoiceId, { amount: each.amount, method: "cash" });
  if (each.kind === "callback")
    await receiveForInvoice(ctx, invoiceId, {
      amount: each.amount,
      method: "xendit",
      receivedAt: ctx.now(),
      recordedBy: "xendit",
      provider: { name: "xendit", reference: `${invoiceId}-${each.reference}` },
    });
}

/** A lost race and a wrong state are answers; anything else is a mistake of ours. */
const expected = (error: unknown) =>
  error instanceof Refusal
    ? error.code === "wrong_state"
    : /audit_entries|unique|duplicate key|not.null/i.test(String(error));

describe("whatever is done to an invoice, in whatever order and however much at once", () => {
  it("what is owed, paid and credited equals the sum of its entries, counters equal what they count, nothing is booked twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          const tenant = await TestTenant.signUp();
          const customerId = await addCustomer(tenant);
          const { id } = await addInvoice(tenant, { customerId });
          const ctx = await tenant.context();
          for (const round of rounds) {
            const results = await Promise.allSettled(round.map((each) => take(ctx, id, each)));
            for (const result of results)
              if (result.status === "rejected" && !expected(result.reason)) throw result.reason;
          }
          await expectBalanced(tenant, ctx, id, customerId);
          await expectCounted(ctx);
        },
      ),
      { numRuns: 20 },
    );
  });
});

async function expectCounted(ctx: Context) {
  const { db, own, read } = ctx.store;
  const [counted, every, alerts] = await read(
    db.select().from(counters).where(own(counters)),
    db.select().from(invoices).where(own(invoices)),
    db
      .select()
      .from(payments)
      .where(own(payments, isNotNull(payments.alert), isNull(payments.alertResolvedAt))),
  );
  const shown = (name: string) => {
    const { count = 0, amount = 0 } = counted.find((row) => row.name === name) ?? {};
    return [count, amount];
  };
  const sum = (amounts: number[]) => [amounts.length, amounts.reduce((total, each) => total + each, 0)];
  for (const state of ["awaiting_payment", "overdue"] as const)
    expect(shown(`invoices.${state}`)).toEqual(
      sum(every.filter((each) => each.state === state).map(({ total, paid }) => total - paid)),
    );
  expect(shown("payments.alerts")).toEqual(sum(alerts.map(({ amount }) => amount)));
}

async function expectBalanced(tenant: TestTenant, ctx: Context, id: string, customerId: string) {
  const { body: invoice } = await tenant.call<InvoiceBody>("GET", `/api/v1/invoices/${id}`, {
    token: await tenant.member("owner"),
  });
  const [booked, [credit], journal] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(payments)
      .where(ctx.store.own(payments, eq(payments.invoiceId, id))),
    ctx.store.db
      .select()
      .from(customerCredits)
      .where(ctx.store.own(customerCredits, eq(customerCredits.customerId, customerId))),
    ctx.store.db.select().from(postings).where(ctx.store.own(postings)),
  );
  const received = booked.reduce((sum, { amount }) => sum + amount, 0);
  const credited = credit?.balance ?? 0;
  expect(booked.every(({ amount, applied, credited: rest }) => amount === applied + rest)).toBe(true);
  expect(received).toBe(invoice.paid + credited);
  expect(await accountBalance(ctx, `receivable:${id}`)).toBe(invoice.due);
  expect(await accountBalance(ctx, `credit:${customerId}`)).toBe(0 - credited);
  const references = booked.flatMap(({ providerReference }) => (providerReference ? [providerReference] : []));
  expect(new Set(references).size).toBe(references.length);
  expect(journal.every(({ debit, credit: other, amount }) => debit !== other && amount > 0)).toBe(true);
}
