/** What each kept total is the sum of, so that it can be counted anew: its rows, their keys and what they add. */
import { and, eq, getTableColumns, gt, lte, sql, type SQL } from "drizzle-orm";
import type { Column } from "#dialect";
import type { Context } from "../../../core/context.ts";
import type { TenantTable } from "../../../db/store.ts";
import { daySums } from "../invoices/issue.ts";
import { owed } from "../invoices/owed.ts";
import { billingDays, creditNotes, invoices, payments, refunds } from "../schema.ts";
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
  /** Another table's row that belongs to it. */
  join?: { table: TenantTable; on: SQL };
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
      sources: [
        { ...issued, values: { ...getTableColumns(invoices), count: one, creditedTax: none } },
        // Notes round their tax so that they come to the invoice's: their sum is what was taken back of it.
        {
          ...issued,
          join: { table: creditNotes, on: eq(creditNotes.invoiceId, invoices.id) },
          values: {
            ...getTableColumns(invoices),
            ...{ count: none, total: none, tax: none, paid: none, credited: none, creditedTax: creditNotes.tax },
          },
        },
      ],
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
          values: { ...getTableColumns(invoices), count: one, amount: owed },
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
      sums: daySums,
      kept: within(billingDays.brandId, billingDays.date),
      sources: [
        {
          ...issued,
          values: ofDay(invoices.issuedOn, invoices.brandId, { issuedCount: one, issuedAmount: invoices.total }),
        },
        {
          ...received,
          values: ofDay(payments.receivedOn, payments.brandId, { paidCount: one, paidAmount: payments.amount }),
        },
        {
          from: creditNotes,
          where: within(creditNotes.brandId, creditNotes.issuedOn),
          values: ofDay(creditNotes.issuedOn, creditNotes.brandId, {
            creditedCount: one,
            creditedAmount: creditNotes.amount,
            creditedTax: creditNotes.tax,
          }),
        },
        {
          from: refunds,
          where: within(refunds.brandId, refunds.refundedOn),
          values: ofDay(refunds.refundedOn, refunds.brandId, { refundedCount: one, refundedAmount: refunds.amount }),
        },
      ],
    },
  ];
}

/** What a row adds to its day; the other sums not at all. */
const ofDay = (date: Column, brandId: Column, added: Source["values"]): Source["values"] => ({
  ...Object.fromEntries(daySums.map((name) => [name, none])),
  ...added,
  date,
  brandId,
});

/** Spelled as the index of open invoices is, or it would not be used. */
export const openInvoices = sql`${invoices.state} in ('awaiting_payment', 'overdue')`;

/** A statement's rows that a total counts, each with the total's columns by their keys. */
export function countedRows({ store }: Context, { key, sums, sources }: Total): SQL {
  const selects = sources.map(({ from, join, where, values }) => {
    const picked = [...key, ...sums].map((name) => sql`${values[name]} as ${sql.identifier(name)}`);
    const joined = join && sql` inner join ${join.table} on ${store.own(join.table, join.on)}`;
    return sql`select ${sql.join(picked, sql`, `)} from ${from}${joined} where ${store.own(from, where)}`;
  });
  return sql.join(selects, sql` union all `);
}
