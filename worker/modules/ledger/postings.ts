import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { postings } from "./schema.ts";

/** Money from the credited account to the debited one. */
export interface Posting {
  debit: string;
  credit: string;
  /** Rupiah; a posting of nothing is left out. */
  amount: number;
  reason: string;
}

/** The names of accounts. What an account holds is its debits less its credits. */
export const account = {
  receivable: (invoiceId: string) => `receivable:${invoiceId}`,
  credit: (customerId: string) => `credit:${customerId}`,
  unmatched: (paymentId: string) => `unmatched:${paymentId}`,
  cash: (method: string) => `cash:${method}`,
  sales: (brandId: string) => `sales:${brandId}`,
  tax: (brandId: string) => `tax:${brandId}`,
} as const;

/** Rows for the journal, for a batch that inserts many. */
export const postingRows = (ctx: Context, list: readonly Posting[]) =>
  list
    .filter(({ amount }) => amount > 0)
    .map((posting) => ({ ...posting, tenantId: ctx.store.tenantId, id: ctx.id("pst"), at: ctx.now() }));

/** The statements that write postings; part of the batch of what moves the money. */
export function post(ctx: Context, list: readonly Posting[]): Statement[] {
  const rows = postingRows(ctx, list);
  return rows.length === 0 ? [] : [ctx.store.insert(postings, rows)];
}
