/**
 * Issuing a run, a chunk of lines at a time. Each chunk is one atomic batch of a dozen statements, whatever its size: it
 * moves the run's cursor and version with the invoices, so a chunk is issued once, however often and by whomever tried.
 */
import { asc, eq, getTableColumns, gt, isNull, sql } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { insertRows, updateRows } from "../../../db/bulk.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import { changed, changedAll, createdAll } from "../../audit/index.ts";
import { customers } from "../../customers/schema.ts";
import { postingRows } from "../../ledger/index.ts";
import { postings } from "../../ledger/schema.ts";
import { commit, event, events, type Part } from "../../outbox/index.ts";
import { countInvoices } from "../invoices/counted.ts";
import { invoiceEvent } from "../invoices/invoices.ts";
import {
  addToDay,
  invoiceNumber,
  invoiceSeries,
  issuedState,
  issuePostings,
  newPublicToken,
  serialSeries,
  today,
} from "../invoices/issue.ts";
import { watchRun } from "./queue.ts";
import type { Run } from "./runs.ts";
import { billedPeriods, billingRunLines, billingRuns, invoiceItems, invoices, subscriptions } from "../schema.ts";
import type { SkipReason } from "../states.ts";

/** The lines beyond the run's cursor, with what has become of their subscriptions and customers since the preview. */
function chunkQuery({ store }: Context, run: Run, chunkSize: number) {
  const lastBilled = store.db
    .select({ period: sql<string | null>`max(${billedPeriods.period})` })
    .from(billedPeriods)
    .where(store.own(billedPeriods, eq(billedPeriods.subscriptionId, billingRunLines.subscriptionId)));
  return store.db
    .select({
      line: getTableColumns(billingRunLines),
      before: {
        id: subscriptions.id,
        version: subscriptions.version,
        nextPeriod: subscriptions.nextPeriod,
        billFrom: subscriptions.billFrom,
      },
      customer: { name: customers.name, deletedAt: customers.deletedAt },
      lastBilled: sql<string | null>`${lastBilled}`,
    })
    .from(billingRunLines)
    .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, billingRunLines.subscriptionId)))
    .innerJoin(customers, store.own(customers, eq(customers.id, billingRunLines.customerId)))
    .where(
      store.own(billingRunLines, eq(billingRunLines.runId, run.id), gt(billingRunLines.subscriptionId, run.cursor)),
    )
    .orderBy(asc(billingRunLines.subscriptionId))
    .limit(chunkSize);
}
type ChunkRow = Awaited<ReturnType<typeof chunkQuery>>[number];

function skipReason({ line, before, customer, lastBilled }: ChunkRow): SkipReason | undefined {
  if (customer.deletedAt !== null) return "customer_deleted";
  if (lastBilled !== null && line.draft.periods.some((period) => period <= lastBilled)) return "already_billed";
  return before.version === line.subscriptionVersion ? undefined : "subscription_changed";
}

/** Issues the chunk beyond the run's cursor. After the last one the run is done. */
export async function issueChunk(ctx: Context, run: Run, chunkSize: number): Promise<void> {
  const [rows] = await ctx.store.read(chunkQuery(ctx, run, chunkSize));
  const chosen = rows.filter((row) => skipReason(row) === undefined);
  // Sorted, so that the order of the ids is the order of the numbers.
  const ids = chosen.map(() => ctx.id("inv")).sort();
  const issues = chosen.map((row, index) => ({ ...row, invoice: invoiceRow(ctx, run, row, ids[index] as string) }));
  const isLast = rows.length < chunkSize;
  const state = isLast ? "done" : "issuing";
  const changes = {
    state,
    cursor: rows.at(-1)?.line.subscriptionId ?? run.cursor,
    issued: run.issued + issues.length,
    issuedTotal: run.issuedTotal + issues.reduce((sum, { invoice }) => sum + invoice.total, 0),
    skipped: run.skipped + rows.length - issues.length,
    finishedAt: isLast ? ctx.now() : null,
  } as const;
  await commit(ctx, [
    ...changed(ctx, billingRuns, run, changes, { action: isLast ? "billing_run.finished" : "billing_run.progressed" }),
    ...(issues.length > 0 ? issueParts(ctx, run, issues) : []),
    ...lineParts(ctx, rows, issues),
    ...watchRun(ctx, { id: run.id, state }, run.version + 1),
    event(ctx, "billing_run.changed", { runId: run.id, state }),
  ]);
}

const invoiceRow = (ctx: Context, run: Run, { line: { draft, ...line } }: ChunkRow, id: string) => ({
  id,
  customerId: line.customerId,
  brandId: line.brandId,
  subscriptionId: line.subscriptionId,
  runId: run.id,
  period: draft.periods.at(-1) ?? run.period,
  state: issuedState(draft.total),
  issuedOn: run.issuedOn,
  dueOn: run.dueOn,
  subtotal: draft.subtotal,
  discount: draft.discount,
  taxRateBasisPoints: draft.taxRateBasisPoints,
  taxInclusive: draft.taxInclusive,
  tax: draft.tax,
  total: draft.total,
  paid: 0,
  credited: 0,
  paidAt: draft.total === 0 ? ctx.now() : null,
  publicToken: newPublicToken(ctx),
  createdAt: ctx.now(),
});

type Issue = ChunkRow & { invoice: ReturnType<typeof invoiceRow> };

function issueParts(ctx: Context, run: Run, issues: readonly Issue[]): Part[] {
  const { store } = ctx;
  const year = run.issuedOn.slice(0, 4);
  const series = invoiceSeries(year);
  const format = String(ctx.tenant.settings["invoiceNumberFormat"]);
  const items = issues.flatMap(({ line, invoice }) =>
    line.draft.items.map((item, index) => ({
      ...item,
      invoiceId: invoice.id,
      line: index + 1,
      amount: item.quantity * item.unitPrice,
    })),
  );
  const billed = issues.flatMap(({ line: { draft, subscriptionId }, invoice }) =>
    draft.periods.map((period) => ({ subscriptionId, period, invoiceId: invoice.id })),
  );
  const journal = postingRows(
    ctx,
    issues.flatMap(({ invoice }) => issuePostings(invoice)),
  );
  return [
    raiseSequence(store, series, issues.length),
    raiseSequence(store, serialSeries, issues.length),
    ...advanceSubscriptions(ctx, issues),
    ...createdAll(
      ctx,
      invoices,
      issues.map(({ invoice }) => invoice),
      { action: "invoice.issued" },
      {
        serial: ({ ordinal }) => sql`${lastNumber(store, serialSeries)} - ${issues.length} + ${ordinal}`,
        number: ({ ordinal }) =>
          invoiceNumber(format, year, sql`(${lastNumber(store, series)} - ${issues.length} + ${ordinal})`),
      },
    ),
    insertRows(store, invoiceItems, items),
    ...(billed.length > 0 ? [insertRows(store, billedPeriods, billed)] : []),
    ...(journal.length > 0 ? [insertRows(store, postings, journal)] : []),
    ...daySums(ctx, run, issues),
    ...countInvoices(
      ctx,
      issues.map(({ invoice }) => ({ after: invoice })),
    ),
    events(
      ctx,
      "invoice.issued",
      issues.map(({ invoice, customer }) => invoiceEvent({ ...invoice, number: null }, customer)),
    ),
    ...(run.dueOn < today(ctx)
      ? [event(ctx, "invoice.issued_past_due", { invoiceId: issues[0]?.invoice.id ?? "" })]
      : []),
  ];
}

/** Refuses the batch when a subscription was changed, or its customer deleted, since the chunk was read. */
function advanceSubscriptions(ctx: Context, issues: readonly Issue[]): Statement[] {
  const { store } = ctx;
  const deletedAt = store.db
    .select({ at: customers.deletedAt })
    .from(customers)
    .where(store.own(customers, eq(customers.id, subscriptions.customerId)));
  const list = issues.map(({ before, line: { draft } }) => ({
    before,
    changes: { nextPeriod: draft.nextPeriod, billFrom: draft.billFrom },
  }));
  return changedAll(ctx, subscriptions, list, { action: "subscription.billed" }, isNull(sql`${deletedAt}`));
}

function daySums(ctx: Context, run: Run, issues: readonly Issue[]): Statement[] {
  const brandIds = [...new Set(issues.map(({ invoice }) => invoice.brandId))].sort();
  return brandIds.map((brandId) => {
    const totals = issues.filter(({ invoice }) => invoice.brandId === brandId).map(({ invoice }) => invoice.total);
    const issuedAmount = totals.reduce((sum, total) => sum + total, 0);
    return addToDay(ctx, { date: run.issuedOn, brandId, issuedCount: totals.length, issuedAmount });
  });
}

/** What became of each line of the chunk. */
function lineParts(ctx: Context, rows: readonly ChunkRow[], issues: readonly Issue[]): Statement[] {
  if (rows.length === 0) return [];
  const invoiceIds = new Map(issues.map(({ line, invoice }) => [line.subscriptionId, invoice.id]));
  const outcomes = rows.map((row) => {
    const { runId, subscriptionId } = row.line;
    const invoiceId = invoiceIds.get(subscriptionId) ?? null;
    const state = invoiceId === null ? ("skipped" as const) : ("issued" as const);
    return { runId, subscriptionId, state, invoiceId, skipReason: skipReason(row) ?? null };
  });
  return [
    updateRows(ctx.store, billingRunLines, outcomes, ["runId", "subscriptionId"], ({ field }) => ({
      state: field("state"),
      invoiceId: field("invoiceId"),
      skipReason: field("skipReason"),
    })),
  ];
}
