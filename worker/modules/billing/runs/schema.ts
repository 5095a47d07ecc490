import { count, foreignKey, index, instant, json, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import type { PricedSpan } from "../subscriptions/terms.ts";
import type { RunLineState, RunState, SkipReason } from "../states.ts";

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
  /** The days that the items are for. Lines of a run that was open while Tepi was renewed have none. */
  spans?: PricedSpan[];
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
