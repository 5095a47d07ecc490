/** The month's PPN: what was issued, split into taxable base and tax. The two come to the revenue issued, to the rupiah. */
import { and, asc, eq, gt, gte, lte, ne, or, sql } from "drizzle-orm";
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { dateIn, dayOfMonth } from "../../core/time.ts";
import { invoices, invoiceTotals } from "../billing/schema.ts";
import { customers } from "../customers/schema.ts";
import { askedBrand, brandNames, ofBrand } from "./brands.ts";
import type { taxAnswer, TaxedQuery, TaxQuery } from "./inputs.ts";
import { shownCustomer } from "./receivables.ts";

/** The month that is asked for, and its first and last day. Invoices belong to it by the company's own date (B18). */
function monthOf(ctx: Context, asked: string | undefined) {
  const month = asked ?? dateIn(ctx.tenant.timeZone, ctx.now()).slice(0, 7);
  return { month, first: `${month}-01`, last: dayOfMonth(month, 31) };
}

/** Base and tax of a month's invoices by brand and rate, the untaxed too; void ones are out. Reads daily totals alone. */
export async function taxReport(
  ctx: Context,
  { month: asked, brandId }: TaxQuery,
): Promise<z.input<typeof taxAnswer>> {
  const { store } = ctx;
  const { month, first, last } = monthOf(ctx, asked);
  const { issuedOn, state, taxRateBasisPoints, count, tax, total } = invoiceTotals;
  const [names, sums] = await store.read(
    brandNames(ctx),
    store.db
      .select({
        brandId: invoiceTotals.brandId,
        taxRateBasisPoints,
        invoices: sql<number>`sum(${count})`.mapWith(Number),
        tax: sql<number>`sum(${tax})`.mapWith(Number),
        total: sql<number>`sum(${total})`.mapWith(Number),
      })
      .from(invoiceTotals)
      .where(
        store.own(
          invoiceTotals,
          and(gte(issuedOn, first), lte(issuedOn, last), ne(state, "void")),
          ofBrand(ctx, invoiceTotals.brandId, brandId),
        ),
      )
      .groupBy(invoiceTotals.brandId, taxRateBasisPoints)
      .orderBy(taxRateBasisPoints),
  );
  const rows = names.flatMap((brand) =>
    sums
      .filter((row) => row.brandId === brand.id && row.invoices !== 0)
      .map((row) => ({ brand, ...row, base: row.total - row.tax })),
  );
  const sum = (name: "invoices" | "base" | "tax" | "total") => rows.reduce((all, row) => all + row[name], 0);
  return {
    month,
    brand: askedBrand(names, brandId),
    rows,
    total: { invoices: sum("invoices"), base: sum("base"), tax: sum("tax"), total: sum("total") },
  };
}

/** The invoices behind a brand's month, in the order of their issue. */
export async function listTaxed(ctx: Context, { month: asked, brandId, limit, cursor }: TaxedQuery) {
  const { store } = ctx;
  const { first, last } = monthOf(ctx, asked);
  const after = decodeCursor(cursor, 2) as [string, string] | undefined;
  const { id, number, issuedOn, taxRateBasisPoints, tax, total } = invoices;
  const [names, rows] = await store.read(
    brandNames(ctx),
    store.db
      .select({
        ...{ id, number, issuedOn: sql<string>`${issuedOn}`, taxRateBasisPoints, tax, total },
        customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
      })
      .from(invoices)
      .innerJoin(customers, store.own(customers, eq(customers.id, invoices.customerId)))
      .where(
        store.own(
          invoices,
          ofBrand(ctx, invoices.brandId, brandId),
          gte(issuedOn, after?.[0] ?? first),
          lte(issuedOn, last),
          ne(invoices.state, "void"),
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
    (row) => ({ ...row, customer: shownCustomer(row.customer), base: row.total - row.tax }),
    (row) => [row.issuedOn, row.id],
  );
}
