import fc from "fast-check";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { addDays } from "../../../core/time.ts";
import { deleteCustomer } from "../../customers/service.ts";
import { issueCreditNote } from "../credits/credit-notes.ts";
import { recordRefund } from "../credits/refunds.ts";
import { closeAccount } from "../invoices/departures.ts";
import type { InvoiceInput } from "../invoices/inputs.ts";
import { createInvoice, issueInvoice, voidInvoice } from "../invoices/invoices.ts";
import { daySums, today } from "../invoices/issue.ts";
import { markOverdue } from "../invoices/overdue.ts";
import { receiveForInvoice, recordPayment } from "../payments/booking.ts";
import { confirmRun, createRun } from "../runs/runs.ts";
import {
  billingDays,
  creditNotes,
  invoices,
  invoiceTotals,
  payments,
  receivableTotals,
  receivedTotals,
  refunds,
} from "../schema.ts";
import { company } from "../testing.ts";
import { rebuildTotals, verifyTotals } from "./check.ts";

const pick = fc.nat({ max: 20 });
const amount = fc.integer({ min: 1, max: 300_000 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("issue" as const), customer: pick, brand: pick, amount, due: fc.nat({ max: 20 }) }),
  fc.record({ kind: fc.constant("draft" as const), customer: pick, brand: pick, amount, due: fc.nat({ max: 20 }) }),
  fc.record({ kind: fc.constant("issueDraft" as const), invoice: pick }),
  fc.record({ kind: fc.constant("pay" as const), invoice: pick, amount }),
  fc.record({ kind: fc.constant("callback" as const), invoice: pick, amount, reference: fc.nat({ max: 2 }) }),
  fc.record({ kind: fc.constant("void" as const), invoice: pick }),
  fc.record({ kind: fc.constant("credit" as const), invoice: pick, amount }),
  fc.record({ kind: fc.constant("refund" as const), customer: pick, amount }),
  fc.record({ kind: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 40 }) }),
  fc.constant({ kind: "overdue" as const }),
  fc.record({ kind: fc.constant("leave" as const), customer: pick }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Stage {
  tenant: TestTenant;
  ctx: Context;
  customers: string[];
  brands: string[];
  invoices: string[];
}

const at = <T>(list: readonly T[], place: number): T | undefined => list[place % list.length];

async function newStage(): Promise<Stage> {
  const tenant = await TestTenant.signUp();
  const ctx = await tenant.context();
  const first = (await tenant.as<{ data: { id: string }[] }>("GET", "/brands")).body.data[0]?.id ?? "";
  const taxed = { code: "PAJAK", name: "Pajak", taxRateBasisPoints: 1100 };
  const second = (await tenant.as<{ id: string }>("POST", "/brands", taxed)).body.id;
  const customers = [await addCustomer(tenant), await addCustomer(tenant, "Toko Melati")];
  return { tenant, ctx, customers, brands: [first, second], invoices: [] };
}

async function take({ tenant, ctx, customers, brands, invoices: made }: Stage, each: Step): Promise<void> {
  const invoice = "invoice" in each ? (at(made, each.invoice) ?? "") : "";
  const customer = "customer" in each ? (at(customers, each.customer) ?? "") : "";
  switch (each.kind) {
    case "issue":
    case "draft": {
      const input: InvoiceInput = {
        customerId: customer,
        brandId: at(brands, each.brand),
        items: [{ description: "Internet", quantity: 1, unitPrice: each.amount }],
        discount: Math.floor(each.amount / 3),
        dueOn: addDays(today(ctx), each.due - 5),
        draft: each.kind === "draft",
      };
      made.push((await createInvoice(ctx, input)).id);
      return;
    }
    case "issueDraft":
      return void (await issueInvoice(ctx, invoice));
    case "pay":
      return void (await recordPayment(ctx, invoice, { amount: each.amount, method: "cash" }));
    case "callback":
      return void (await receiveForInvoice(ctx, invoice, {
        amount: each.amount,
        method: "xendit",
        receivedAt: ctx.now(),
        recordedBy: "xendit",
        provider: { name: "xendit", reference: `${invoice}-${each.reference}` },
      }));
    case "credit":
      return void (await issueCreditNote(ctx, invoice, { amount: each.amount, cause: "correction", reason: "Keliru" }));
    case "refund":
      return void (await recordRefund(ctx, customer, { amount: each.amount, method: "cash" }));
    case "void":
      return void (await voidInvoice(ctx, invoice));
    case "wait":
      return tenant.clock.advance(each.days * 86_400_000);
    case "overdue":
      return void (await markOverdue(ctx));
    case "leave":
      await deleteCustomer(ctx, customer);
      return closeAccount(ctx, customer);
  }
}

/** What the totals should be, added up here and not by the database. */
async function counted({ store }: Context) {
  const [bills, receipts, notes, returned] = await store.read(
    store.db.select().from(invoices).where(store.own(invoices)),
    store.db.select().from(payments).where(store.own(payments)),
    store.db.select().from(creditNotes).where(store.own(creditNotes)),
    store.db.select().from(refunds).where(store.own(refunds)),
  );
  const none = (count: number) => Array<number>(count).fill(0);
  const sums = new Map<string, number[]>();
  const add = (key: (string | number | null)[], ...values: number[]) => {
    const sum = sums.get(key.join(" ")) ?? values.map(() => 0);
    sums.set(
      key.join(" "),
      sum.map((each, n) => each + (values[n] ?? 0)),
    );
  };
  for (const { id, issuedOn, dueOn, brandId, taxRateBasisPoints: rate, state, total, tax, paid, credited } of bills) {
    const own = notes.filter(({ invoiceId }) => invoiceId === id);
    const creditedTax = own.reduce((sum, note) => sum + note.tax, 0);
    if (issuedOn !== null)
      add(["invoices", issuedOn, brandId, rate, state], 1, total, tax, paid, credited, creditedTax);
    if (issuedOn !== null) add(["days", issuedOn, brandId], 1, total, ...none(7));
    if (state === "awaiting_payment" || state === "overdue")
      add(["receivables", dueOn, brandId], 1, total - paid - credited);
  }
  for (const { issuedOn, brandId, amount: credited, tax } of notes)
    add(["days", issuedOn, brandId], ...none(4), 1, credited, tax, 0, 0);
  for (const { refundedOn, brandId, amount: refunded } of returned)
    add(["days", refundedOn, brandId], ...none(7), 1, refunded);
  for (const { receivedOn, brandId, method, amount: received } of receipts) {
    if (brandId === null) continue;
    add(["received", receivedOn, brandId, method], 1, received);
    add(["days", receivedOn, brandId], 0, 0, 1, received, ...none(5));
  }
  return asObject(sums);
}

async function kept({ store }: Context) {
  const [bills, owed, received, days] = await store.read(
    store.db.select().from(invoiceTotals).where(store.own(invoiceTotals)),
    store.db.select().from(receivableTotals).where(store.own(receivableTotals)),
    store.db.select().from(receivedTotals).where(store.own(receivedTotals)),
    store.db.select().from(billingDays).where(store.own(billingDays)),
  );
  const rows: [string[], number[]][] = [
    ...bills.map((row): [string[], number[]] => [
      ["invoices", row.issuedOn, row.brandId, String(row.taxRateBasisPoints), row.state],
      [row.count, row.total, row.tax, row.paid, row.credited, row.creditedTax],
    ]),
    ...owed.map((row): [string[], number[]] => [
      ["receivables", row.dueOn, row.brandId],
      [row.count, row.amount],
    ]),
    ...received.map((row): [string[], number[]] => [
      ["received", row.receivedOn, row.brandId, row.method],
      [row.count, row.amount],
    ]),
    ...days.map((row): [string[], number[]] => [["days", row.date, row.brandId], daySums.map((name) => row[name])]),
  ];
  return asObject(new Map(rows.map(([key, values]) => [key.join(" "), values])));
}

/** In the order of keys, without those that come to nothing. */
const asObject = (sums: Map<string, number[]>) =>
  Object.fromEntries(
    [...sums].filter(([, values]) => values.some((each) => each !== 0)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const paidDraftOfOneWhoLeaves: Step[] = [
  { kind: "draft", customer: 0, brand: 0, amount: 1, due: 0 },
  { kind: "callback", invoice: 1, amount: 1, reference: 0 },
  { kind: "leave", customer: 0 },
];

describe("totals", () => {
  it("equal what invoices and payments add up to, whatever was done to them in whatever order (B24)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const stage = await newStage();
        await take(stage, { kind: "issue", customer: 0, brand: 1, amount: 100_000, due: 9 });
        for (const each of steps)
          await take(stage, each).catch((error: unknown) => {
            // What does not fit an invoice's state, or whose customer is gone, is refused.
            if (!(error instanceof Refusal)) throw error;
          });
        expect(await kept(stage.ctx)).toEqual(await counted(stage.ctx));
        expect(await verifyTotals(stage.ctx, 3)).toEqual([]);
      }),
      { numRuns: 15, examples: [[paidDraftOfOneWhoLeaves]] },
    );
  });

  it("hold when payments, voiding and callbacks meet at the same moment", async () => {
    const stage = await newStage();
    for (const brand of [0, 1]) await take(stage, { kind: "issue", customer: 0, brand, amount: 90_000, due: 9 });
    const steps: Step[] = [0, 1].flatMap((invoice): Step[] => [
      ...[1, 2].map((reference): Step => ({ kind: "callback", invoice, amount: 40_000, reference })),
      { kind: "pay", invoice, amount: 50_000 },
      { kind: "void", invoice },
    ]);
    await Promise.allSettled(steps.map((each) => take(stage, each)));
    expect(await kept(stage.ctx)).toEqual(await counted(stage.ctx));
  });

  it("are kept by a monthly run chunk by chunk, in two statements whatever the chunk's size", async () => {
    const { worker, ctx } = await company(90, 20);
    const { id } = await createRun(ctx, { period: "2026-11" });
    await worker.drain();
    await confirmRun(ctx, id);
    const sent: number[] = [];
    const { atomic } = ctx.store;
    const counting = {
      ...ctx,
      store: { ...ctx.store, atomic: (list: Parameters<typeof atomic>[0]) => (sent.push(list.length), atomic(list)) },
    };
    while (worker.queue.length > 0) await worker.step(counting);
    expect(Math.max(...sent)).toBeLessThanOrEqual(24);
    expect(await kept(ctx)).toEqual(await counted(ctx));
    expect(Object.keys(await kept(ctx)).length).toBeGreaterThan(3);
  });
});

describe("the check of totals", () => {
  /** A company whose totals were damaged in each way there is. */
  async function damaged() {
    const stage = await newStage();
    const { ctx } = stage;
    for (const brand of [0, 1, 1]) {
      await take(stage, { kind: "issue", customer: 0, brand, amount: 90_000, due: 9 });
      await take(stage, { kind: "wait", days: 1 });
    }
    await take(stage, { kind: "pay", invoice: 0, amount: 10_000 });
    expect(await verifyTotals(ctx)).toEqual([]);
    const { store } = ctx;
    const [first = "", second = ""] = stage.brands;
    await store.atomic([
      store.update(invoiceTotals, { count: 7, paid: 0 }, eq(invoiceTotals.brandId, first)),
      store.remove(receivableTotals, eq(receivableTotals.brandId, second)),
      store.insert(receivedTotals, { receivedOn: "2031-01-01", brandId: first, method: "cash", count: 1, amount: 5 }),
    ]);
    return { ctx, first, second };
  }

  it("says each sum that differs, of days without totals and of totals without rows too", async () => {
    const { ctx, first, second } = await damaged();
    const found = await verifyTotals(ctx, 1);
    const key = { issuedOn: "2026-11-21", brandId: first, taxRateBasisPoints: 0, state: "awaiting_payment" };
    expect(found).toContainEqual({
      total: "invoice_totals",
      key,
      sums: { count: { counted: 1, kept: 7 }, paid: { counted: 10_000, kept: 0 } },
    });
    const owed = found.filter(({ total }) => total === "receivable_totals");
    expect(owed.map((each) => [each.key["brandId"], each.sums["count"]])).toEqual([
      [second, { counted: 1, kept: 0 }],
      [second, { counted: 1, kept: 0 }],
    ]);
    expect(found).toContainEqual({
      total: "received_totals",
      key: { receivedOn: "2031-01-01", brandId: first, method: "cash" },
      sums: { count: { counted: 0, kept: 1 }, amount: { counted: 0, kept: 5 } },
    });
    expect(found).toHaveLength(4);
  });

  it("is passed after a rebuild, which leaves what was right as it was", async () => {
    const { ctx } = await damaged();
    await rebuildTotals(ctx, 1);
    expect(await verifyTotals(ctx)).toEqual([]);
    expect(await kept(ctx)).toEqual(await counted(ctx));
    const once = await kept(ctx);
    await rebuildTotals(ctx);
    expect(await kept(ctx)).toEqual(once);
  });

  it("touches and sees the own company alone", async () => {
    const [one, other] = [await damaged(), await newStage()];
    await take(other, { kind: "issue", customer: 0, brand: 0, amount: 90_000, due: 9 });
    const before = await kept(other.ctx);
    await rebuildTotals(one.ctx);
    expect(await kept(other.ctx)).toEqual(before);
    expect(await verifyTotals(other.ctx)).toEqual([]);
  });
});
