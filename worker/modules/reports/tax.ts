/**
 * The month's PPN: what was issued, split into taxable base and tax, less the month's credit notes. Base and tax come to the
 * revenue to the rupiah. A void invoice is out of its month but for what credit notes took back of it: they stand in theirs.
 */
import { and, asc, eq, gt, gte, lte, ne, or, sql } from "drizzle-orm";
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { dateIn, dayOfMonth } from "../../core/time.ts";
import { taxWithin } from "../billing/index.ts";
import { billingDays, creditNotes, invoices, invoiceTotals } from "../billing/schema.ts";
import { customers } from "../customers/schema.ts";
import { askedBrand, brandNames, ofBrand } from "./brands.ts";
import type { taxAnswer, TaxedQuery, TaxQuery } from "./inputs.ts";
import { shownCustomer } from "./receivables.ts";

/** The month that is asked for, and its first and last day. Invoices belong to it by the company's own date (B18). */
function monthOf(ctx: Context, asked: string | undefined) {
  const month = asked ?? dateIn(ctx.tenant.timeZone, ctx.now()).slice(0, 7);
  return { month, first: `${month}-01`, last: dayOfMonth(month, 31) };
}

/** Base and tax of a month by brand and rate, the untaxed too. Reads daily totals alone. */
export async function taxReport(ctx: Context, { month: asked, brandId }: TaxQuery): Promise<z.input<typeof taxAnswer>> {
  const { month, first, last } = monthOf(ctx, asked);
  const [names, issued, credited] = await ctx.store.read(
    brandNames(ctx),
    issuedSums(ctx, { first, last, brandId }),
    creditedSums(ctx, { first, last, brandId }),
  );
  const rows = names.flatMap((brand) =>
    [...Map.groupBy(issued, (row) => row.taxRateBasisPoints)].flatMap(([taxRateBasisPoints, ofRate]) => {
      const own = ofRate.filter((row) => row.brandId === brand.id);
      const live = own.filter(({ state }) => state !== "void");
      const gone = own.filter(({ state }) => state === "void");
      const total = sum(live, "total") + sum(gone, "credited");
      const tax = sum(live, "tax") + sum(gone, "creditedTax");
      const figures = { invoices: sum(live, "invoices"), base: total - tax, tax, total };
      return figures.invoices === 0 && total === 0 ? [] : [{ brand, taxRateBasisPoints, ...figures }];
    }),
  );
  const notes = names.flatMap((brand) =>
    credited
      .filter((row) => row.brandId === brand.id && row.notes !== 0)
      .map((row) => ({ brand, notes: row.notes, base: row.total - row.tax, tax: row.tax, total: row.total })),
  );
  const net = (name: "base" | "tax" | "total") => sum(rows, name) - sum(notes, name);
  return {
    month,
    brand: askedBrand(names, brandId),
    rows,
    notes,
    total: { invoices: sum(rows, "invoices"), base: net("base"), tax: net("tax"), total: net("total") },
  };
}

const sum = <K extends string>(list: readonly Record<K, number>[], name: K): number =>
  list.reduce((all, each) => all + each[name], 0);

interface Month {
  first: string;
  last: string;
  brandId: string | undefined;
}

/** The query for what was issued, by brand, rate and state. */
function issuedSums(ctx: Context, { first, last, brandId }: Month) {
  const { issuedOn, state, taxRateBasisPoints } = invoiceTotals;
  return ctx.store.db
    .select({
      brandId: invoiceTotals.brandId,
      taxRateBasisPoints,
      state,
      invoices: sql<number>`sum(${invoiceTotals.count})`.mapWith(Number),
      total: sql<number>`sum(${invoiceTotals.total})`.mapWith(Number),
      tax: sql<number>`sum(${invoiceTotals.tax})`.mapWith(Number),
      credited: sql<number>`sum(${invoiceTotals.credited})`.mapWith(Number),
      creditedTax: sql<number>`sum(${invoiceTotals.creditedTax})`.mapWith(Number),
    })
    .from(invoiceTotals)
    .where(
      ctx.store.own(
        invoiceTotals,
        and(gte(issuedOn, first), lte(issuedOn, last)),
        ofBrand(ctx, invoiceTotals.brandId, brandId),
      ),
    )
    .groupBy(invoiceTotals.brandId, taxRateBasisPoints, state)
    .orderBy(taxRateBasisPoints);
}

/** The query for what credit notes took back, by brand. */
const creditedSums = (ctx: Context, { first, last, brandId }: Month) =>
  ctx.store.db
    .select({
      brandId: billingDays.brandId,
      notes: sql<number>`sum(${billingDays.creditedCount})`.mapWith(Number),
      total: sql<number>`sum(${billingDays.creditedAmount})`.mapWith(Number),
      tax: sql<number>`sum(${billingDays.creditedTax})`.mapWith(Number),
    })
    .from(billingDays)
    .where(
      ctx.store.own(
        billingDays,
        and(gte(billingDays.date, first), lte(billingDays.date, last)),
        ofBrand(ctx, billingDays.brandId, brandId),
      ),
    )
    .groupBy(billingDays.brandId);

const customerColumns = {
  id: customers.id,
  number: customers.number,
  name: customers.name,
  deletedAt: customers.deletedAt,
};

/** The invoices behind a brand's month, in the order of their issue. */
export async function listTaxed(ctx: Context, { month: asked, brandId, limit, cursor }: TaxedQuery) {
  const { store } = ctx;
  const { first, last } = monthOf(ctx, asked);
  const after = decodeCursor(cursor, 2) as [string, string] | undefined;
  const { id, number, issuedOn, taxRateBasisPoints, state, tax, total, credited } = invoices;
  const [names, rows] = await store.read(
    brandNames(ctx),
    store.db
      .select({
        ...{ id, number, issuedOn: sql<string>`${issuedOn}`, taxRateBasisPoints, state, tax, total, credited },
        customer: customerColumns,
      })
      .from(invoices)
      .innerJoin(customers, store.own(customers, eq(customers.id, invoices.customerId)))
      .where(
        store.own(
          invoices,
          ofBrand(ctx, invoices.brandId, brandId),
          gte(issuedOn, after?.[0] ?? first),
          lte(issuedOn, last),
          or(ne(state, "void"), gt(credited, 0)),
          after && or(gt(issuedOn, after[0]), and(eq(issuedOn, after[0]), gt(id, after[1]))),
        ),
      )
      .orderBy(asc(issuedOn), asc(id))
      .limit(limit + 1),
  );
  askedBrand(names, brandId);
  return pageFrom(
    rows,
    limit,
    (row) => ({ ...row, ...taxedAmounts(row), customer: shownCustomer(row.customer) }),
    (row) => [row.issuedOn, row.id],
  );
}

type Taxed = Pick<typeof invoices.$inferSelect, "state" | "total" | "tax" | "credited">;

/** What an invoice counts for in its month. */
function taxedAmounts(invoice: Taxed) {
  const [total, tax] =
    invoice.state === "void" ? [invoice.credited, taxWithin(invoice, invoice.credited)] : [invoice.total, invoice.tax];
  return { base: total - tax, tax, total };
}

/** The credit notes of a brand's month, in the order of their issue. */
export async function listTaxedNotes(ctx: Context, { month: asked, brandId, limit, cursor }: TaxedQuery) {
  const { store } = ctx;
  const { first, last } = monthOf(ctx, asked);
  const after = decodeCursor(cursor, 2) as [string, string] | undefined;
  const { id, number, issuedOn, tax, amount } = creditNotes;
  const [rows] = await store.read(
    store.db
      .select({
        ...{ id, number, issuedOn, tax, total: amount },
        taxRateBasisPoints: invoices.taxRateBasisPoints,
        customer: customerColumns,
      })
      .from(creditNotes)
      .innerJoin(invoices, store.own(invoices, eq(invoices.id, creditNotes.invoiceId)))
      .innerJoin(customers, store.own(customers, eq(customers.id, creditNotes.customerId)))
      .where(
        store.own(
          creditNotes,
          ofBrand(ctx, creditNotes.brandId, brandId),
          gte(issuedOn, after?.[0] ?? first),
          lte(issuedOn, last),
          after && or(gt(issuedOn, after[0]), and(eq(issuedOn, after[0]), gt(id, after[1]))),
        ),
      )
      .orderBy(asc(issuedOn), asc(id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => ({ ...row, base: row.total - row.tax, customer: shownCustomer(row.customer) }),
    (row) => [row.issuedOn, row.id],
  );
}
