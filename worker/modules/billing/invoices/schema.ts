import { check, count, flag, foreignKey, index, instant, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { subscriptions } from "../subscriptions/schema.ts";
import type { InvoiceState } from "../states.ts";

/**
 * A bill. Amounts are fixed when it is issued. `paid` follows payments and used credit, `credited` its credit notes; together
 * they never pass `total`, and what is missing to it is owed.
 */
export const invoices = table(
  "invoices",
  {
    tenantId: tenantId(),
    id: id(),
    /** Counts all of the tenant's invoices, drafts too: what other systems know one by. */
    serial: count("serial"),
    /** `INV-2026-001`; given when issued, so drafts have none. */
    number: text("number"),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    subscriptionId: text("subscription_id"),
    runId: text("run_id"),
    period: text("period"),
    state: text("state").$type<InvoiceState>().notNull(),
    issuedOn: text("issued_on"),
    dueOn: text("due_on").notNull(),
    subtotal: money("subtotal").notNull(),
    discount: money("discount").notNull(),
    taxRateBasisPoints: count("tax_rate_basis_points").notNull(),
    taxInclusive: flag("tax_inclusive").notNull(),
    tax: money("tax").notNull(),
    total: money("total").notNull(),
    paid: money("paid").notNull().default(0),
    credited: money("credited").notNull().default(0),
    paidAt: instant("paid_at"),
    note: text("note"),
    /** The unguessable part of the payment page's address. */
    publicToken: text("public_token"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "invoices_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("invoices_serial").on(t.tenantId, t.serial),
    uniqueIndex("invoices_number").on(t.tenantId, t.number),
    uniqueIndex("invoices_token").on(t.tenantId, t.publicToken),
    index("invoices_state").on(t.tenantId, t.state, t.dueOn, t.id),
    index("invoices_state_newest").on(t.tenantId, t.state, t.id),
    index("invoices_customer").on(t.tenantId, t.customerId, t.id),
    index("invoices_customer_state").on(t.tenantId, t.customerId, t.state, t.id),
    index("invoices_period").on(t.tenantId, t.period, t.id),
    index("invoices_period_state").on(t.tenantId, t.period, t.state, t.id),
    index("invoices_brand_issued").on(t.tenantId, t.brandId, t.issuedOn, t.id),
    index("invoices_brand_open")
      .on(t.tenantId, t.brandId, t.dueOn, t.id)
      .where(sql`${t.state} in ('awaiting_payment', 'overdue')`),
    foreignKey({
      name: "invoices_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "invoices_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
    check("invoices_paid", sql`${t.paid} >= 0 and ${t.paid} <= ${t.total}`),
    check("invoices_credited", sql`${t.credited} >= 0 and ${t.paid} + ${t.credited} <= ${t.total}`),
    check("invoices_amounts", sql`${t.total} >= 0 and ${t.tax} >= 0 and ${t.discount} >= 0`),
  ],
);

/** A line of an invoice, as it was agreed. */
export const invoiceItems = table(
  "invoice_items",
  {
    tenantId: tenantId(),
    invoiceId: text("invoice_id").notNull(),
    line: count("line").notNull(),
    description: text("description").notNull(),
    quantity: count("quantity").notNull(),
    unitPrice: money("unit_price").notNull(),
    amount: money("amount").notNull(),
  },
  (t) => [
    primaryKey({ name: "invoice_items_pk", columns: [t.tenantId, t.invoiceId, t.line] }),
    foreignKey({
      name: "invoice_items_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
    check("invoice_items_amount", sql`${t.amount} = ${t.quantity} * ${t.unitPrice}`),
  ],
);

/** A subscription's month is billed once: this key says so. */
export const billedPeriods = table(
  "billed_periods",
  {
    tenantId: tenantId(),
    subscriptionId: text("subscription_id").notNull(),
    period: text("period").notNull(),
    invoiceId: text("invoice_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "billed_periods_pk", columns: [t.tenantId, t.subscriptionId, t.period] }),
    foreignKey({
      name: "billed_periods_subscription_fk",
      columns: [t.tenantId, t.subscriptionId],
      foreignColumns: [subscriptions.tenantId, subscriptions.id],
    }),
    foreignKey({
      name: "billed_periods_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
  ],
);

/**
 * What was issued, paid, credited and refunded per brand and business day; kept up by each batch, so charts read days, not
 * invoices.
 */
export const billingDays = table(
  "billing_days",
  {
    tenantId: tenantId(),
    date: text("date").notNull(),
    brandId: text("brand_id").notNull(),
    issuedCount: count("issued_count").notNull(),
    issuedAmount: money("issued_amount").notNull(),
    paidCount: count("paid_count").notNull(),
    paidAmount: money("paid_amount").notNull(),
    creditedCount: count("credited_count").notNull().default(0),
    creditedAmount: money("credited_amount").notNull().default(0),
    creditedTax: money("credited_tax").notNull().default(0),
    refundedCount: count("refunded_count").notNull().default(0),
    refundedAmount: money("refunded_amount").notNull().default(0),
  },
  (t) => [primaryKey({ name: "billing_days_pk", columns: [t.tenantId, t.date, t.brandId] })],
);
