/** Receivables by age. The report reads daily totals; the invoices of a bucket are read by key. */
import { and, asc, eq, gt, gte, lte, or, sql } from "drizzle-orm";
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { refuseField } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { dateIn, daysBetween } from "../../core/time.ts";
import { openInvoices, owedOf } from "../billing/index.ts";
import { invoices, receivableTotals } from "../billing/schema.ts";
import { customers } from "../customers/schema.ts";
import { aged, dueDatesOf } from "./ageing.ts";
import { askedBrand, brandNames, ofBrand } from "./brands.ts";
import type { OwedQuery, receivablesAnswer, ReceivablesQuery } from "./inputs.ts";

/** What is owed now, by brand and by age. @throws Refusal naming `on` or `brandId` */
export async function receivablesReport(
  ctx: Context,
  { on: asked, brandId }: ReceivablesQuery,
): Promise<z.input<typeof receivablesAnswer>> {
  const on = requireDay(ctx, asked);
  const { store } = ctx;
  const { dueOn, count, amount } = receivableTotals;
  const [names, rows] = await store.read(
    brandNames(ctx),
    store.db
      .select({ dueOn, brandId: receivableTotals.brandId, count, amount })
      .from(receivableTotals)
      .where(store.own(receivableTotals, sql`${count} <> 0`, ofBrand(ctx, receivableTotals.brandId, brandId))),
  );
  const groups = Map.groupBy(rows, (row) => row.brandId);
  return {
    on,
    brand: askedBrand(names, brandId),
    brands: names.flatMap((brand) => {
      const own = groups.get(brand.id);
      return own ? [{ brand, ...aged(own, on) }] : [];
    }),
    total: aged(rows, on),
  };
}

/** The day to which ages are counted. What was owed on a day of the past can't be told from what is owed now. */
function requireDay(ctx: Context, asked: string | undefined): string {
  const today = dateIn(ctx.tenant.timeZone, ctx.now());
  if (asked !== undefined && asked < today)
    throw refuseField(
      "on",
      "Umur piutang dihitung dari yang terutang sekarang, jadi paling awal hari ini.",
      "Ages are those of what is owed now, so today is the earliest day.",
    );
  return asked ?? today;
}

/** The open invoices of a brand's bucket, what is longest due first. */
export async function listOwed(ctx: Context, { bucket, on: asked, brandId, limit, cursor }: OwedQuery) {
  const on = requireDay(ctx, asked);
  const { store } = ctx;
  const { from, to } = dueDatesOf(bucket, on);
  const after = decodeCursor(cursor, 2) as [string, string] | undefined;
  const [names, rows] = await store.read(
    brandNames(ctx),
    store.db
      .select({
        ...{ id: invoices.id, number: invoices.number, issuedOn: invoices.issuedOn, dueOn: invoices.dueOn },
        ...{ total: invoices.total, paid: invoices.paid, credited: invoices.credited },
        customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
      })
      .from(invoices)
      .innerJoin(customers, store.own(customers, eq(customers.id, invoices.customerId)))
      .where(
        store.own(
          invoices,
          ofBrand(ctx, invoices.brandId, brandId),
          openInvoices,
          from === undefined ? undefined : gte(invoices.dueOn, from),
          to === undefined ? undefined : lte(invoices.dueOn, to),
          after && gte(invoices.dueOn, after[0]),
          after && or(gt(invoices.dueOn, after[0]), and(eq(invoices.dueOn, after[0]), gt(invoices.id, after[1]))),
        ),
      )
      .orderBy(asc(invoices.dueOn), asc(invoices.id))
      .limit(limit + 1),
  );
  askedBrand(names, brandId);
  return pageFrom(
    rows,
    limit,
    (row) => ({
      ...row,
      customer: shownCustomer(row.customer),
      daysPastDue: Math.max(0, daysBetween(row.dueOn, on)),
      owed: owedOf(row),
    }),
    (row) => [row.dueOn, row.id],
  );
}

/** A customer as lists show one; null once it was deleted. */
export const shownCustomer = ({
  deletedAt,
  ...customer
}: {
  id: string;
  number: number;
  name: string;
  deletedAt: number | null;
}) => (deletedAt === null ? customer : null);
