import { check, foreignKey, index, instant, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import { customers } from "../../customers/schema.ts";
import { invoices } from "../invoices/schema.ts";

/** Money that came in. What an invoice could not take is the customer's credit; without a customer it is unmatched. */
export const payments = table(
  "payments",
  {
    tenantId: tenantId(),
    id: id(),
    number: text("number").notNull(),
    customerId: text("customer_id"),
    invoiceId: text("invoice_id"),
    brandId: text("brand_id"),
    method: text("method").notNull(),
    channel: text("channel"),
    amount: money("amount").notNull(),
    applied: money("applied").notNull(),
    credited: money("credited").notNull(),
    /** The provider's own id of the payment: the same money is never booked twice. */
    provider: text("provider"),
    providerReference: text("provider_reference"),
    receivedAt: instant("received_at").notNull(),
    receivedOn: text("received_on").notNull(),
    note: text("note"),
    /** Why somebody should look at it. */
    alert: text("alert", { enum: ["overpaid", "late", "mismatch", "unmatched"] }),
    alertResolvedAt: instant("alert_resolved_at"),
    recordedBy: text("recorded_by").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "payments_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("payments_number").on(t.tenantId, t.number),
    uniqueIndex("payments_provider_reference").on(t.tenantId, t.provider, t.providerReference),
    index("payments_customer").on(t.tenantId, t.customerId, t.id),
    index("payments_invoice").on(t.tenantId, t.invoiceId, t.id),
    index("payments_brand_received").on(t.tenantId, t.brandId, t.receivedOn, t.id),
    index("payments_alert")
      .on(t.tenantId, t.id)
      .where(sql`${t.alert} is not null and ${t.alertResolvedAt} is null`),
    foreignKey({
      name: "payments_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "payments_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
    check("payments_amount", sql`${t.amount} > 0 and ${t.applied} >= 0 and ${t.credited} >= 0`),
  ],
);

/** A provider's payment page for an invoice. Our id is the provider's `external_id`, stored before it is asked. */
export const checkouts = table(
  "checkouts",
  {
    tenantId: tenantId(),
    id: id(),
    invoiceId: text("invoice_id").notNull(),
    connectionId: text("connection_id").notNull(),
    provider: text("provider").notNull(),
    amount: money("amount").notNull(),
    state: text("state", { enum: ["creating", "open", "paid", "expired"] }).notNull(),
    /** What the customer chose: `any`, `va`, `qris`, `ewallet`, `retail`. */
    method: text("method").notNull(),
    providerId: text("provider_id"),
    url: text("url"),
    expiresAt: instant("expires_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "checkouts_pk", columns: [t.tenantId, t.id] }),
    index("checkouts_invoice").on(t.tenantId, t.invoiceId, t.id),
    foreignKey({
      name: "checkouts_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
  ],
);
