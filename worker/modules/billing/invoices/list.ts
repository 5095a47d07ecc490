/** Listing invoices, and finding them by number or customer. */
import { and, asc, desc, eq, getTableColumns, gt, gte, lt, or, sql, type SQL } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import type { PlacedPage, SkipQuery } from "../../../core/http/placed.ts";
import { totalQuery } from "../../../db/placed.ts";
import { customerIdOf, matchTerms, prefixEnd, type CustomerKey } from "../../customers/index.ts";
import { customers, customerTerms } from "../../customers/schema.ts";
import type { InvoiceQuery } from "./inputs.ts";
import { showSummary } from "./view.ts";
import { invoices } from "../schema.ts";
import type { InvoiceState } from "../states.ts";

export async function listInvoices(ctx: Context, query: InvoiceQuery) {
  const filters = [
    query.state === undefined ? undefined : eq(invoices.state, query.state),
    query.customerId === undefined ? undefined : eq(invoices.customerId, query.customerId),
    query.period === undefined ? undefined : eq(invoices.period, query.period),
  ];
  if (!query.q) return browse(ctx, query, filters);
  return /^[a-z]*[\W_]*\d/i.test(query.q) && /[-/_.]|\d{3}/.test(query.q)
    ? searchByNumber(ctx, query, filters)
    : searchByCustomer(ctx, query, filters);
}

/** What invoices by place are filtered by. */
export interface PlacedInvoiceQuery extends SkipQuery {
  customer?: CustomerKey | undefined;
  state?: InvoiceState | undefined;
  period?: string | undefined;
}

/** Invoices by place, newest first. */
export async function listInvoicesBySkip(
  ctx: Context,
  { skip, limit, customer, state, period }: PlacedInvoiceQuery,
): Promise<PlacedPage<ReturnType<typeof showSummary>>> {
  const filters = [
    customer === undefined ? undefined : eq(invoices.customerId, customerIdOf(ctx, customer)),
    state === undefined ? undefined : eq(invoices.state, state),
    period === undefined ? undefined : ofPeriod(period, customer !== undefined),
  ];
  const [rows, [counted]] = await ctx.store.read(
    summaryQuery(ctx)
      .where(ctx.store.own(invoices, ...filters))
      .orderBy(desc(invoices.id))
      .limit(limit)
      .offset(skip),
    totalQuery(ctx.store, invoices, ...filters),
  );
  return { data: rows.map((row) => showSummary(ctx, row)), totalCount: counted?.total ?? 0 };
}

/** Of one customer's few invoices it is only compared, lest D1 goes along everybody's of that month. */
const ofPeriod = (period: string, ofOne: boolean): SQL =>
  ofOne ? sql`coalesce(${invoices.period}, '') = ${period}` : eq(invoices.period, period);

const summaryQuery = (ctx: Context) =>
  ctx.store.db
    .select({
      invoice: getTableColumns(invoices),
      customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
    })
    .from(invoices)
    .innerJoin(customers, ctx.store.own(customers, eq(customers.id, invoices.customerId)))
    .$dynamic();

async function browse(ctx: Context, { limit, cursor }: InvoiceQuery, filters: (SQL | undefined)[]) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    summaryQuery(ctx)
      .where(ctx.store.own(invoices, ...filters, after && lt(invoices.id, String(after[0]))))
      .orderBy(desc(invoices.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showSummary(ctx, row),
    (row) => [row.invoice.id],
  );
}

async function searchByNumber(ctx: Context, { q = "", limit, cursor }: InvoiceQuery, filters: (SQL | undefined)[]) {
  const after = decodeCursor(cursor, 1);
  const prefix = q.toUpperCase();
  const [rows] = await ctx.store.read(
    summaryQuery(ctx)
      .where(
        ctx.store.own(
          invoices,
          gte(invoices.number, prefix),
          lt(invoices.number, prefixEnd(prefix)),
          after && gt(invoices.number, String(after[0])),
          ...filters,
        ),
      )
      .orderBy(asc(invoices.number))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showSummary(ctx, row),
    (row) => [row.invoice.number ?? ""],
  );
}

async function searchByCustomer(ctx: Context, { q = "", limit, cursor }: InvoiceQuery, filters: (SQL | undefined)[]) {
  const found = matchTerms(ctx, q);
  if (!found) return { data: [], nextCursor: null };
  const { store } = ctx;
  const after = decodeCursor(cursor, 3) as [string, string, string] | undefined;
  const { term, customerId } = customerTerms;
  const [rows] = await store.read(
    store.db
      .select({
        term,
        invoice: getTableColumns(invoices),
        customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
      })
      .from(customerTerms)
      // Crossed, since D1 keeps that order: a customer is only read for an invoice that is shown.
      .crossJoin(invoices)
      .crossJoin(customers)
      .where(
        and(
          found,
          store.own(invoices, eq(invoices.customerId, customerId)),
          store.own(customers, eq(customers.id, invoices.customerId)),
          after && gte(term, after[0]),
          after &&
            or(
              gt(term, after[0]),
              and(eq(term, after[0]), gt(customerId, after[1])),
              and(eq(term, after[0]), eq(customerId, after[1]), gt(invoices.id, after[2])),
            ),
          ...filters,
        ),
      )
      .orderBy(asc(term), asc(customerId), asc(invoices.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => showSummary(ctx, row),
    (row) => [row.term, row.customer.id, row.invoice.id],
  );
}
