import { check, count, foreignKey, index, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { invoices } from "../invoices/schema.ts";

/** What a customer has paid, or been given back, beyond what it owes. */
export const customerCredits = table(
  "customer_credits",
  { tenantId: tenantId(), customerId: text("customer_id").notNull(), balance: money("balance").notNull() },
  (t) => [
    primaryKey({ name: "customer_credits_pk", columns: [t.tenantId, t.customerId] }),
    foreignKey({
      name: "customer_credits_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    check("customer_credits_balance", sql`${t.balance} >= 0`),
  ],
);

export const creditNoteCauses = ["correction", "compensation", "plan_change"] as const;
export type CreditNoteCause = (typeof creditNoteCauses)[number];

/** Takes back a part of an issued invoice, or all of it. Their sum is the invoice's `credited`, which never passes its total. */
export const creditNotes = table(
  "credit_notes",
  {
    tenantId: tenantId(),
    id: id(),
    /** `CN-2026-001`. */
    number: text("number").notNull(),
    invoiceId: text("invoice_id").notNull(),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    /** Rupiah, tax included. */
    amount: money("amount").notNull(),
    tax: money("tax").notNull(),
    /** What was still owed of the invoice and is owed no more. */
    applied: money("applied").notNull(),
    /** What had been paid of it, and became the customer's credit. */
    credited: money("credited").notNull(),
    cause: text("cause", { enum: creditNoteCauses }).notNull(),
    reason: text("reason").notNull(),
    issuedOn: text("issued_on").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "credit_notes_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("credit_notes_number").on(t.tenantId, t.number),
    index("credit_notes_invoice").on(t.tenantId, t.invoiceId, t.id),
    index("credit_notes_customer").on(t.tenantId, t.customerId, t.id),
    index("credit_notes_brand_issued").on(t.tenantId, t.brandId, t.issuedOn, t.id),
    foreignKey({
      name: "credit_notes_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
    foreignKey({
      name: "credit_notes_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "credit_notes_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
    check("credit_notes_amount", sql`${t.amount} > 0 and ${t.amount} = ${t.applied} + ${t.credited}`),
    check("credit_notes_parts", sql`${t.applied} >= 0 and ${t.credited} >= 0`),
    check("credit_notes_tax", sql`${t.tax} >= 0 and ${t.tax} <= ${t.amount}`),
  ],
);

/** A line of the invoice that a note takes back; notes over a plain amount have none. */
export const creditNoteItems = table(
  "credit_note_items",
  {
    tenantId: tenantId(),
    creditNoteId: text("credit_note_id").notNull(),
    /** The invoice's line. */
    line: count("line").notNull(),
    description: text("description").notNull(),
    quantity: count("quantity").notNull(),
    /** Its share of the note: rupiah, tax included. */
    amount: money("amount").notNull(),
  },
  (t) => [
    primaryKey({ name: "credit_note_items_pk", columns: [t.tenantId, t.creditNoteId, t.line] }),
    foreignKey({
      name: "credit_note_items_note_fk",
      columns: [t.tenantId, t.creditNoteId],
      foreignColumns: [creditNotes.tenantId, creditNotes.id],
    }),
    check("credit_note_items_quantity", sql`${t.quantity} > 0 and ${t.amount} >= 0`),
  ],
);

/** Credit that was paid out to its customer. */
export const refunds = table(
  "refunds",
  {
    tenantId: tenantId(),
    id: id(),
    /** `RF-2026-0001`. */
    number: text("number").notNull(),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    amount: money("amount").notNull(),
    method: text("method").notNull(),
    /** The number of the transfer, of the slip. */
    reference: text("reference"),
    note: text("note"),
    refundedOn: text("refunded_on").notNull(),
    recordedBy: text("recorded_by").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "refunds_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("refunds_number").on(t.tenantId, t.number),
    index("refunds_customer").on(t.tenantId, t.customerId, t.id),
    index("refunds_brand_refunded").on(t.tenantId, t.brandId, t.refundedOn, t.id),
    foreignKey({
      name: "refunds_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "refunds_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
    check("refunds_amount", sql`${t.amount} > 0`),
  ],
);

/** Credit that paid a part of an invoice, or all of it. */
export const creditUses = table(
  "credit_uses",
  {
    tenantId: tenantId(),
    id: id(),
    customerId: text("customer_id").notNull(),
    invoiceId: text("invoice_id").notNull(),
    amount: money("amount").notNull(),
    usedOn: text("used_on").notNull(),
    recordedBy: text("recorded_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "credit_uses_pk", columns: [t.tenantId, t.id] }),
    index("credit_uses_invoice").on(t.tenantId, t.invoiceId, t.id),
    index("credit_uses_customer").on(t.tenantId, t.customerId, t.id),
    foreignKey({
      name: "credit_uses_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
    foreignKey({
      name: "credit_uses_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    check("credit_uses_amount", sql`${t.amount} > 0`),
  ],
);
