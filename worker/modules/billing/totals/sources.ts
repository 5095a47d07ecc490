/** What each kept total is the sum of, so that it can be counted anew: its rows, their keys and what they add. */
import { and, eq, getTableColumns, gt, lte, sql, type SQL } from "drizzle-orm";
import type { Column } from "#dialect";
import type { Context } from "../../../core/context.ts";
import type { TenantTable } from "../../../db/store.ts";
import { billingDays, invoices, payments } from "../schema.ts";
import { amountSums, invoiceKey, invoiceSums, receivableKey, receivedKey } from "./keep.ts";
import { invoiceTotals, receivableTotals, receivedTotals } from "./schema.ts";

/** A stretch of a brand's business days: beyond `after`, up to `until`. */
export interface Stretch {
  brandId: string;
  after: string;
  /** Undefined for the last, which has no end. */
  until?: string | undefined;
}

/** Rows that a total counts; `values` gives each of the total's columns, key and sums, for such a row. */
interface Source {
  from: TenantTable;
  where: SQL | undefined;
  values: Record<string, SQL | Column>;
}

export interface Total {
  table: TenantTable;
  /** Columns by the keys of their properties. The first of the key is the business day. */
  key: readonly string[];
  sums: readonly string[];
  sources: Source[];
  /** The total's own rows of the stretch. */
  kept: SQL | undefined;
}

const one = sql`1`;
const none = sql`0`;

/** The totals of a stretch. Each source is found by an index that begins with brand and day. */
export function totalsOf({ brandId, after, until }: Stretch): Total[] {
  const within = (brand: Column, day: Column) =>
    and(eq(brand, brandId), gt(day, after), until === undefined ? undefined : lte(day, until));
  const issued = { from: invoices, where: within(invoices.brandId, invoices.issuedOn) };
  const received = { from: payments, where: within(payments.brandId, payments.receivedOn) };
  return [
    {
      table: invoiceTotals,
      key: invoiceKey,
      sums: invoiceSums,
      kept: within(invoiceTotals.brandId, invoiceTotals.issuedOn),
      sources: [{ ...issued, values: { ...getTableColumns(invoices), count: one } }],
    },
    {
      table: receivableTotals,
      key: receivableKey,
      sums: amountSums,
      kept: within(receivableTotals.brandId, receivableTotals.dueOn),
      sources: [
        {
          from: invoices,
          where: and(within(invoices.brandId, invoices.dueOn), openInvoices),
          values: { ...getTableColumns(invoices), count: one, amount: sql`${invoices.total} - ${invoices.paid}` },
        },
      ],
    },
    {
      table: receivedTotals,
      key: receivedKey,
      sums: amountSums,
      kept: within(receivedTotals.brandId, receivedTotals.receivedOn),
      sources: [{ ...received, values: { ...getTableColumns(payments), count: one } }],
    },
    {
      table: billingDays,
      key: ["date", "brandId"],
      sums: ["issuedCount", "issuedAmount", "paidCount", "paidAmount"],
      kept: within(billingDays.brandId, billingDays.date),
      sources: [
        {
          ...issued,
          values: {
            date: invoices.issuedOn,
            brandId: invoices.brandId,
            ...{ issuedCount: one, issuedAmount: invoices.total, paidCount: none, paidAmount: none },
          },
        },
        {
          ...received,
          values: {
            date: payments.receivedOn,
            brandId: payments.brandId,
            ...{ issuedCount: none, issuedAmount: none, paidCount: one, paidAmount: payments.amount },
          },
        },
      ],
    },
  ];
}

/** Spelled as the index of open invoices is, or it would not be used. */
export const openInvoices = sql`${invoices.state} in ('awaiting_payment', 'overdue')`;

/** A statement's rows that a total counts, each with the total's columns by their keys. */
export function countedRows({ store }: Context, { key, sums, sources }: Total): SQL {
  const selects = sources.map(({ from, where, values }) => {
    const picked = [...key, ...sums].map((name) => sql`${values[name]} as ${sql.identifier(name)}`);
    return sql`select ${sql.join(picked, sql`, `)} from ${from} where ${store.own(from, where)}`;
  });
  return sql.join(selects, sql` union all `);
}
