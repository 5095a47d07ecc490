/** What the tests of behaviour start from. */
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Context } from "../../../core/context.ts";
import { startOfDate } from "../../../core/time.ts";
import { insertRows } from "../../../db/bulk.ts";
import { customerBehaviour, type Segment } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { invoices } from "../schema.ts";
import type { InvoiceState } from "../states.ts";
import type { Fate } from "./segment.golden.ts";
import type { JudgedInvoice } from "./segment.ts";
import { verifyBehaviour } from "./verify.ts";

const amount = 100_000;

/** An invoice as its fate left it. */
export function invoiceOf(ctx: Context, fate: Fate): JudgedInvoice & { state: InvoiceState } {
  const noon = (date: string) => startOfDate(ctx.tenant.timeZone, date) + 12 * 3_600_000;
  const row = { dueOn: fate.due, total: "nothing" in fate ? 0 : amount, credited: 0 };
  if ("paid" in fate) return { ...row, state: "paid", paid: amount, paidAt: noon(fate.paid) };
  if ("owes" in fate) return { ...row, state: "overdue", paid: amount - fate.owes, paidAt: null };
  if ("awaits" in fate) return { ...row, state: "awaiting_payment", paid: amount - fate.awaits, paidAt: null };
  if ("void" in fate) return { ...row, state: "void", paid: 0, paidAt: null };
  if ("credited" in fate) return { ...row, state: "paid", paid: 0, credited: amount, paidAt: noon(fate.credited) };
  return { ...row, state: "paid", paid: 0, paidAt: noon(fate.due) };
}

/** Writes invoices past the services, as they were before behaviour was kept. */
export async function putInvoices(ctx: Context, customerId: string, rows: readonly ReturnType<typeof invoiceOf>[]) {
  const { store } = ctx;
  if (rows.length === 0) return;
  const [[brand]] = await store.read(store.db.select().from(brands).where(store.own(brands)));
  await store.atomic([
    insertRows(
      store,
      invoices,
      rows.map((row) => ({
        ...row,
        id: ctx.id("inv"),
        customerId,
        brandId: brand?.id ?? "",
        issuedOn: row.dueOn,
        subtotal: row.total,
        discount: 0,
        taxRateBasisPoints: 0,
        taxInclusive: false,
        tax: 0,
        createdAt: ctx.now(),
      })),
    ),
  ]);
}

/** A customer's row. */
export async function behaviourRow({ store }: Context, customerId: string) {
  const [[row]] = await store.read(
    store.db
      .select()
      .from(customerBehaviour)
      .where(store.own(customerBehaviour, eq(customerBehaviour.customerId, customerId))),
  );
  return row;
}

export const segmentNow = async (ctx: Context, customerId: string): Promise<Segment | null | undefined> =>
  (await behaviourRow(ctx, customerId))?.segment;

/** Everything that is kept equals what it is kept from. */
export async function expectKept(ctx: Context): Promise<void> {
  expect(await verifyBehaviour(ctx)).toEqual([]);
}
