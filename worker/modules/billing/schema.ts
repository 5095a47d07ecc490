import {
  check,
  count,
  flag,
  foreignKey,
  index,
  instant,
  json,
  money,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { customers } from "../customers/schema.ts";
import { brands } from "../tenancy/schema.ts";
import type { InvoiceState, RunLineState, RunState, SkipReason, SubscriptionState } from "./states.ts";

/** What is sold each month. */
export const plans = table(
  "plans",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    name: text("name").notNull(),
    /** Lower-cased, for search and as the natural key. */
    nameKey: text("name_key").notNull(),
    price: money("price").notNull(),
    downloadMbps: count("download_mbps"),
    uploadMbps: count("upload_mbps"),
    description: text("description"),
    archivedAt: instant("archived_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "plans_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("plans_number").on(t.tenantId, t.number),
    uniqueIndex("plans_name").on(t.tenantId, t.nameKey),
    check("plans_price", sql`${t.price} >= 0`),
  ],
);

/** A customer's plan over time. `nextPeriod` is the first month not billed yet, so no period is skipped or doubled. */
export const subscriptions = table(
  "subscriptions",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    planId: text("plan_id").notNull(),
    state: text("state").$type<SubscriptionState>().notNull(),
    /** Agreed price where it differs from the plan's. */
    price: money("price"),
    /** Rupiah off each full period. */
    discount: money("discount").notNull().default(0),
    /** Day of the month on which a period begins; 29–31 mean the last day where a month is shorter. */
    anchorDay: count("anchor_day").notNull(),
    startsOn: text("starts_on").notNull(),
    endsOn: text("ends_on"),
    nextPeriod: text("next_period").notNull(),
    /** The first day that no invoice covers; see `periods.ts`. */
    billFrom: text("bill_from").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "subscriptions_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("subscriptions_number").on(t.tenantId, t.number),
    index("subscriptions_customer").on(t.tenantId, t.customerId, t.id),
    index("subscriptions_plan").on(t.tenantId, t.planId, t.id),
    index("subscriptions_state").on(t.tenantId, t.state, t.id),
    index("subscriptions_ending")
      .on(t.tenantId, t.endsOn)
      .where(sql`${t.endsOn} is not null and ${t.state} <> 'terminated'`),
    foreignKey({
      name: "subscriptions_customer_fk",
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: "subscriptions_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
    foreignKey({
      name: "subscriptions_plan_fk",
      columns: [t.tenantId, t.planId],
      foreignColumns: [plans.tenantId, plans.id],
    }),
    check("subscriptions_anchor", sql`${t.anchorDay} between 1 and 31`),
    check("subscriptions_discount", sql`${t.discount} >= 0`),
  ],
);

/** A bill. Amounts are fixed when it is issued; `paid` follows its payments and never passes `total`. */
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
    check("invoices_amounts", sql`${t.total} >= 0 and ${t.tax} >= 0 and ${t.discount} >= 0`),
  ],
);

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

/** What a customer has paid beyond what was owed. */
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

/** A monthly run: first prepared (its lines are the preview), then issued line by line, resumable at any point. */
export const billingRuns = table(
  "billing_runs",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    period: text("period").notNull(),
    brandId: text("brand_id"),
    issuedOn: text("issued_on").notNull(),
    dueOn: text("due_on").notNull(),
    state: text("state").$type<RunState>().notNull(),
    /** The last subscription prepared, then the last one issued: where to go on. */
    cursor: text("cursor").notNull(),
    subscriptions: count("subscriptions").notNull().default(0),
    issued: count("issued").notNull().default(0),
    issuedTotal: money("issued_total").notNull().default(0),
    skipped: count("skipped").notNull().default(0),
    total: money("total").notNull().default(0),
    tax: money("tax").notNull().default(0),
    finishedAt: instant("finished_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "billing_runs_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("billing_runs_number").on(t.tenantId, t.number),
    /** One run at a time: two previews of the same months would each promise what only one can issue. */
    uniqueIndex("billing_runs_open")
      .on(t.tenantId)
      .where(sql`${t.state} in ('preparing', 'ready', 'issuing')`),
  ],
);

/** One invoice to be, exactly as it will be issued. */
export const billingRunLines = table(
  "billing_run_lines",
  {
    tenantId: tenantId(),
    runId: text("run_id").notNull(),
    subscriptionId: text("subscription_id").notNull(),
    /** The subscription's version when previewed: changed since, it is skipped and left to the next run. */
    subscriptionVersion: count("subscription_version").notNull(),
    customerId: text("customer_id").notNull(),
    brandId: text("brand_id").notNull(),
    draft: json("draft").$type<RunDraft>().notNull(),
    total: money("total").notNull(),
    state: text("state").$type<RunLineState>().notNull(),
    skipReason: text("skip_reason").$type<SkipReason>(),
    invoiceId: text("invoice_id"),
  },
  (t) => [
    primaryKey({ name: "billing_run_lines_pk", columns: [t.tenantId, t.runId, t.subscriptionId] }),
    index("billing_run_lines_state").on(t.tenantId, t.runId, t.state, t.subscriptionId),
    foreignKey({
      name: "billing_run_lines_run_fk",
      columns: [t.tenantId, t.runId],
      foreignColumns: [billingRuns.tenantId, billingRuns.id],
    }),
  ],
);

/** What a run line will become. */
export interface RunDraft {
  items: { description: string; quantity: number; unitPrice: number }[];
  periods: string[];
  /** Where the subscription's billing stands afterwards. */
  nextPeriod: string;
  billFrom: string;
  subtotal: number;
  discount: number;
  taxRateBasisPoints: number;
  taxInclusive: boolean;
  tax: number;
  total: number;
}

/** What was issued and paid per brand and business day; kept up by each batch, so charts read days, not invoices. */
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
  },
  (t) => [primaryKey({ name: "billing_days_pk", columns: [t.tenantId, t.date, t.brandId] })],
);
