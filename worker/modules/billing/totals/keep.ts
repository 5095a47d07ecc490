/** Keeps the totals up: the statements that go into the batch of each change. */
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { addToRows } from "../../../db/bulk.ts";
import { invoiceTakes } from "../states.ts";
import { taxWithin } from "../credits/tax.ts";
import { owedOf } from "../invoices/owed.ts";
import type { Invoice } from "../invoices/view.ts";
import { invoiceTotals, receivableTotals, receivedTotals } from "./schema.ts";

/** What totals take of an invoice. */
export type TotalledInvoice = Pick<
  Invoice,
  "state" | "issuedOn" | "dueOn" | "brandId" | "taxRateBasisPoints" | "total" | "tax" | "paid" | "credited"
>;

/** An invoice before a change, unless it is new, and after it. */
export interface InvoiceChange {
  before?: TotalledInvoice;
  after: TotalledInvoice;
}

export const invoiceKey = ["issuedOn", "brandId", "taxRateBasisPoints", "state"] as const;
export const invoiceSums = ["count", "total", "tax", "paid", "credited", "creditedTax"] as const;
export const receivableKey = ["dueOn", "brandId"] as const;
export const receivedKey = ["receivedOn", "brandId", "method"] as const;
export const amountSums = ["count", "amount"] as const;

/** The statements that carry changed invoices over in the totals: one for each table that changes, however many they are. */
export function totalInvoices({ store }: Pick<Context, "store">, list: readonly InvoiceChange[]): Statement[] {
  const each = list.flatMap(({ before, after }) => [
    ...(before ? [{ ...before, sign: -1 }] : []),
    { ...after, sign: 1 },
  ]);
  const issued = each.flatMap(({ issuedOn, brandId, taxRateBasisPoints, state, sign, total, tax, paid, credited }) => {
    if (issuedOn === null) return [];
    const amounts = { count: 1, total, tax, paid, credited, creditedTax: taxWithin({ total, tax }, credited) };
    const signed = Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, sign * amount]));
    return [{ issuedOn, brandId, taxRateBasisPoints, state, ...signed }];
  });
  const open = each.flatMap(({ dueOn, brandId, state, sign, ...amounts }) =>
    invoiceTakes(state, "pay") ? [{ dueOn, brandId, count: sign, amount: sign * owedOf(amounts) }] : [],
  );
  return [
    ...addToRows(store, invoiceTotals, issued, invoiceKey, invoiceSums),
    ...addToRows(store, receivableTotals, open, receivableKey, amountSums),
  ];
}

/** The statement that counts money received for an invoice. */
export const totalReceived = (
  { store }: Context,
  received: { receivedOn: string; brandId: string; method: string; amount: number },
): Statement[] => addToRows(store, receivedTotals, [{ ...received, count: 1 }], receivedKey, amountSums);
