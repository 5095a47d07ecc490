/**
 * Sums that reports read instead of invoices and payments. Each batch that changes one keeps them up; `npm run totals:verify`
 * and a nightly task count anew and compare.
 */
import { count, index, money, primaryKey, table, text } from "#dialect";
import { sql } from "drizzle-orm";
import { tenantId } from "../../../db/columns.ts";
import type { InvoiceState } from "../states.ts";

/** Issued invoices by the business day of their issue. Drafts are not among them; void ones are, under their state. */
export const invoiceTotals = table(
  "invoice_totals",
  {
    tenantId: tenantId(),
    issuedOn: text("issued_on").notNull(),
    brandId: text("brand_id").notNull(),
    taxRateBasisPoints: count("tax_rate_basis_points").notNull(),
    state: text("state").$type<InvoiceState>().notNull(),
    count: count("count").notNull(),
    total: money("total").notNull(),
    tax: money("tax").notNull(),
    paid: money("paid").notNull(),
    /** What credit notes have taken back until now, tax included, and the tax of it. */
    credited: money("credited").notNull(),
    creditedTax: money("credited_tax").notNull(),
  },
  (t) => [
    primaryKey({
      name: "invoice_totals_pk",
      columns: [t.tenantId, t.issuedOn, t.brandId, t.taxRateBasisPoints, t.state],
    }),
  ],
);

/** What is still owed of open invoices, by the day it is due. */
export const receivableTotals = table(
  "receivable_totals",
  {
    tenantId: tenantId(),
    dueOn: text("due_on").notNull(),
    brandId: text("brand_id").notNull(),
    count: count("count").notNull(),
    amount: money("amount").notNull(),
  },
  (t) => [
    primaryKey({ name: "receivable_totals_pk", columns: [t.tenantId, t.dueOn, t.brandId] }),
    // Days of which everything is paid stay as rows of nothing: ageing passes them by.
    index("receivable_totals_open")
      .on(t.tenantId, t.dueOn, t.brandId)
      .where(sql`${t.count} <> 0`),
  ],
);

/** Money received for invoices, by the business day it came and the way it came. */
export const receivedTotals = table(
  "received_totals",
  {
    tenantId: tenantId(),
    receivedOn: text("received_on").notNull(),
    brandId: text("brand_id").notNull(),
    method: text("method").notNull(),
    count: count("count").notNull(),
    amount: money("amount").notNull(),
  },
  (t) => [primaryKey({ name: "received_totals_pk", columns: [t.tenantId, t.receivedOn, t.brandId, t.method] })],
);
