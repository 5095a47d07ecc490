import fc from "fast-check";
import { isNotNull, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, type InvoiceBody } from "../../../test/support/billing.ts";
import { TestTenant } from "../../../test/support/tenant.ts";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { counters } from "../../db/counters.ts";
import type { Row } from "../../db/store.ts";
import { postings } from "../ledger/schema.ts";
import { issueCreditNote } from "./credits/credit-notes.ts";
import { recordRefund } from "./credits/refunds.ts";
import { taxWithin } from "./credits/tax.ts";
import { useCredit, useCreditFor } from "./credits/use-credit.ts";
import { voidInvoice } from "./invoices/invoices.ts";
import { receiveForInvoice, recordPayment } from "./payments/booking.ts";
import { billingDays, creditNotes, creditUses, customerCredits, invoices, payments, refunds } from "./schema.ts";

interface Known {
  customerId: string;
  invoiceIds: string[];
}

type Step = { amount: number; invoice: number } & (
  | { kind: "pay" | "note" | "noteLine" | "refund" | "use" | "useAll" | "void" }
  | { kind: "callback"; reference: number }
);

const amount = fc.integer({ min: 1, max: 200_000 });
const invoice = fc.integer({ min: 0, max: 2 });
const kinds = ["pay", "pay", "note", "noteLine", "refund", "use", "useAll", "useAll", "void"] as const;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: kinds.length, arbitrary: fc.record({ kind: fc.constantFrom(...kinds), amount, invoice }) },
  fc.record({ kind: fc.constant("callback" as const), amount, invoice, reference: fc.integer({ min: 1, max: 3 }) }),
);

async function take(ctx: Context, { customerId, invoiceIds }: Known, each: Step): Promise<unknown> {
  const id = invoiceIds[each.invoice] ?? "";
  switch (each.kind) {
    case "void":
      return voidInvoice(ctx, id);
    case "pay":
      return recordPayment(ctx, id, { amount: each.amount, method: "cash" });
    case "note":
      return issueCreditNote(ctx, id, { amount: each.amount, reason: "Koreksi", cause: "correction" });
    case "noteLine":
      return issueCreditNote(ctx, id, { items: [{ line: 1, quantity: 1 }], reason: "Koreksi", cause: "correction" });
    case "refund":
      return recordRefund(ctx, customerId, { amount: each.amount, method: "cash" });
    case "use":
      return useCreditFor(ctx, id, each.amount);
    case "useAll":
      return useCredit(ctx, customerId);
    case "callback":
      return receiveForInvoice(ctx, id, {
        amount: each.amount,
        method: "xendit",
        receivedAt: ctx.now(),
        recordedBy: "xendit",
        provider: { name: "xendit", reference: `${id}-${each.reference}` },
      });
  }
}

/** A lost race, a wrong state and too large an amount are answers; anything else is a mistake of ours. */
const expected = (error: unknown) =>
  error instanceof Refusal
    ? ["wrong_state", "conflict", "invalid_input"].includes(error.code)
    : /audit_entries|unique|duplicate key|not.null/i.test(String(error));

describe("whatever is done to a customer's invoices and credit, in whatever order and however much at once", () => {
  it("B24: journal, invoices, payments, credit notes, refunds and credit agree, days and counters too, nothing is booked twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        async (rounds) => {
          const { tenant, known } = await company();
          const ctx = await tenant.context();
          for (const round of rounds) {
            const results = await Promise.allSettled(round.map((each) => take(ctx, known, each)));
            for (const result of results)
              if (result.status === "rejected" && !expected(result.reason)) throw result.reason;
          }
          const books = await readBooks(ctx);
          expectInvoicesAgree(books);
          expectCreditAgrees(books, known.customerId);
          expectMoneyAgrees(books);
          expectDaysAgree(books);
          expectCounted(books);
          await expectStatementAgrees(tenant, books, known.customerId);
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** Two taxed invoices in items that can be credited one by one, one without tax, and their customer. */
async function company(): Promise<{ tenant: TestTenant; known: Known }> {
  const tenant = await TestTenant.signUp();
  const customerId = await addCustomer(tenant);
  await tenant.as("POST", "/brands", { code: "PPN", name: "Kena Pajak", taxRateBasisPoints: 1100 });
  const items = [{ description: "Internet", quantity: 3, unitPrice: 33_333 }];
  const made: InvoiceBody[] = [];
  for (const brandId of ["PPN", "PPN", undefined])
    made.push(await addInvoice(tenant, { customerId, items, discount: 777, ...(brandId && { brandId }) }));
  return { tenant, known: { customerId, invoiceIds: made.map(({ id }) => id) } };
}

async function readBooks({ store: { db, own, read } }: Context) {
  const [bills, received, notes, uses, paidOut, credits, journal, days, counted, alerts] = await read(
    db.select().from(invoices).where(own(invoices)),
    db.select().from(payments).where(own(payments)),
    db.select().from(creditNotes).where(own(creditNotes)),
    db.select().from(creditUses).where(own(creditUses)),
    db.select().from(refunds).where(own(refunds)),
    db.select().from(customerCredits).where(own(customerCredits)),
    db.select().from(postings).where(own(postings)),
    db.select().from(billingDays).where(own(billingDays)),
    db.select().from(counters).where(own(counters)),
    db
      .select()
      .from(payments)
      .where(own(payments, isNotNull(payments.alert), isNull(payments.alertResolvedAt))),
  );
  return { bills, received, notes, uses, paidOut, credits, journal, days, counted, alerts };
}
type Books = Awaited<ReturnType<typeof readBooks>>;

const sumOf = <T>(list: readonly T[], value: (each: T) => number) => list.reduce((sum, each) => sum + value(each), 0);
const ledger = ({ journal }: Books, account: (name: string) => boolean): number =>
  sumOf(journal, ({ debit, credit, amount }) => (account(debit) ? amount : 0) - (account(credit) ? amount : 0));
const dueOf = ({ state, total, paid, credited }: Row<typeof invoices>) => (state === "void" ? 0 : total - paid - credited);

function expectInvoicesAgree(books: Books) {
  for (const bill of books.bills) {
    const own = (each: { invoiceId: string | null }) => each.invoiceId === bill.id;
    const notes = books.notes.filter(own);
    const taken = sumOf(notes, ({ amount }) => amount);
    const paid =
      sumOf(books.received.filter(own), ({ applied }) => applied) +
      sumOf(books.uses.filter(own), (use) => use.amount) -
      sumOf(notes, ({ credited }) => credited);
    expect(bill.credited).toBe(taken);
    expect(bill.paid).toBe(bill.state === "void" ? 0 : paid);
    expect(bill.paid + bill.credited).toBeLessThanOrEqual(bill.total);
    expect(bill.state === "paid").toBe(bill.state !== "void" && dueOf(bill) === 0);
    expect(sumOf(notes, ({ tax }) => tax)).toBe(taxWithin(bill, taken));
    expect(ledger(books, (name) => name === `receivable:${bill.id}`)).toBe(dueOf(bill));
  }
}

function expectCreditAgrees(books: Books, customerId: string) {
  const balance = sumOf(books.credits, (credit) => credit.balance);
  const voided = books.bills.filter(({ state }) => state === "void").map(({ id }) => id);
  const ofVoid = (each: { invoiceId: string | null }) => voided.includes(each.invoiceId ?? "");
  const givenBack =
    sumOf(books.received.filter(ofVoid), ({ applied }) => applied) +
    sumOf(books.uses.filter(ofVoid), (use) => use.amount) -
    sumOf(books.notes.filter(ofVoid), ({ credited }) => credited);
  const arisen = sumOf(books.received, ({ credited }) => credited) + sumOf(books.notes, ({ credited }) => credited);
  const used = sumOf(books.uses, (use) => use.amount) + sumOf(books.paidOut, (refund) => refund.amount);
  expect(balance).toBe(arisen + givenBack - used);
  expect(balance).toBeGreaterThanOrEqual(0);
  expect(ledger(books, (name) => name === `credit:${customerId}`)).toBe(0 - balance);
}

function expectMoneyAgrees(books: Books) {
  const { received, paidOut, bills, journal } = books;
  const standing = bills.filter(({ state }) => state !== "void");
  expect(received.every(({ amount, applied, credited }) => amount === applied + credited)).toBe(true);
  expect(ledger(books, (name) => name.startsWith("cash:"))).toBe(
    sumOf(received, (payment) => payment.amount) - sumOf(paidOut, (refund) => refund.amount),
  );
  expect(ledger(books, (name) => name.startsWith("tax:"))).toBe(
    0 - sumOf(standing, (bill) => bill.tax - taxWithin(bill, bill.credited)),
  );
  expect(ledger(books, (name) => /^(sales|tax):/.test(name))).toBe(
    0 - sumOf(standing, ({ total, credited }) => total - credited),
  );
  const references = received.flatMap(({ providerReference }) => (providerReference ? [providerReference] : []));
  expect(new Set(references).size).toBe(references.length);
  expect(journal.every(({ debit, credit, amount }) => debit !== credit && amount > 0)).toBe(true);
}

function expectDaysAgree({ days, received, notes, paidOut }: Books) {
  const told = (name: keyof Books["days"][number]) => sumOf(days, (day) => Number(day[name]));
  expect([told("paidCount"), told("paidAmount")]).toEqual([received.length, sumOf(received, (each) => each.amount)]);
  expect([told("creditedCount"), told("creditedAmount"), told("creditedTax")]).toEqual([
    notes.length,
    sumOf(notes, (each) => each.amount),
    sumOf(notes, ({ tax }) => tax),
  ]);
  expect([told("refundedCount"), told("refundedAmount")]).toEqual([
    paidOut.length,
    sumOf(paidOut, (each) => each.amount),
  ]);
}

function expectCounted({ counted, bills, alerts }: Books) {
  const shown = (name: string) => {
    const { count = 0, amount = 0 } = counted.find((row) => row.name === name) ?? {};
    return [count, amount];
  };
  for (const state of ["awaiting_payment", "overdue"] as const) {
    const open = bills.filter((bill) => bill.state === state);
    expect(shown(`invoices.${state}`)).toEqual([open.length, sumOf(open, dueOf)]);
  }
  expect(shown("payments.alerts")).toEqual([alerts.length, sumOf(alerts, (payment) => payment.amount)]);
}

/** Read in pages, the statement's entries explain the balance from nothing to what it is now. */
async function expectStatementAgrees(tenant: TestTenant, { bills, credits }: Books, customerId: string) {
  const token = await tenant.member("owner");
  const entries: { amount: number; balance: number }[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: { data: typeof entries; nextCursor: string | null } = (
      await tenant.call<{ data: typeof entries; nextCursor: string | null }>(
        "GET",
        `/api/v1/customers/${customerId}/statement?limit=3${cursor && `&cursor=${cursor}`}`,
        { token },
      )
    ).body;
    entries.push(...page.data);
    cursor = page.nextCursor;
  }
  let balance = sumOf(bills, dueOf) - sumOf(credits, (credit) => credit.balance);
  for (const entry of entries) {
    expect(entry.balance).toBe(balance);
    balance -= entry.amount;
  }
  expect(balance).toBe(0);
}
