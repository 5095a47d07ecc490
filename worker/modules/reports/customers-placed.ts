/** Customers by how they pay, by place, as other systems list them; and how many there are of each kind. */
import { and, desc, eq, isNull } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import type { SkipQuery } from "../../core/http/placed.ts";
import { customerBehaviour, customers, customerTotals, segments, type Segment } from "../customers/schema.ts";
import { askedBrand, brandNames, ofBrand } from "./brands.ts";
import { showBehaviour, shown } from "./customers.ts";

export interface CustomersBySkip extends SkipQuery {
  segment?: Segment | undefined;
  status?: "active" | "inactive" | undefined;
  /** Id or code. */
  brandId?: string | undefined;
}
type Total = typeof customerTotals.$inferSelect;

/**
 * A page of those asked for, of a segment those who owe most first, else the newest; and of all that are asked for how many
 * there are by segment, status and brand.
 * @throws Refusal naming `brandId`
 */
export async function customersBySkip(ctx: Context, query: CustomersBySkip) {
  const { db, own, read } = ctx.store;
  const [names, kept, rows] = await read(
    brandNames(ctx),
    db.select().from(customerTotals).where(own(customerTotals)),
    query.segment === undefined ? newest(ctx, query) : ofSegment(ctx, query),
  );
  const brand = askedBrand(names, query.brandId);
  const totals = kept.filter(
    (row) =>
      (query.segment === undefined || row.segment === query.segment) &&
      (query.status === undefined || row.status === query.status) &&
      (brand === null || row.brandId === brand.id),
  );
  const codes = new Map(names.map(({ id, code }) => [id, code]));
  return {
    data: rows.map(({ customer, behaviour }) => ({
      ...customer,
      brandCode: codes.get(customer.brandId) ?? "",
      ...showBehaviour(behaviour),
    })),
    totalCount: figuresOf(totals).customers,
    segments: segments.map((segment) => ({ segment, ...figuresOf(totals.filter((row) => row.segment === segment)) })),
    statuses: (["active", "inactive"] as const).map((status) => ({
      status,
      ...figuresOf(totals.filter((row) => row.status === status)),
    })),
    brands: names
      .map((named) => ({ brand: named, ...figuresOf(totals.filter((row) => row.brandId === named.id)) }))
      .filter(({ customers: some }) => some > 0),
  };
}

const figuresOf = (rows: readonly Total[]) => ({
  customers: rows.reduce((sum, row) => sum + row.customers, 0),
  overdueAmount: rows.reduce((sum, row) => sum + row.overdueAmount, 0),
});

const columns = {
  ...shown,
  customer: { ...shown.customer, email: customers.email, address: customers.address },
};

/** Along the index of the segment, and of brand and status where they are asked for. */
const ofSegment = (ctx: Context, { segment = "new", status, brandId, skip, limit }: CustomersBySkip) =>
  ctx.store.db
    .select(columns)
    .from(customerBehaviour)
    // Crossed, since D1 keeps that order: a customer is only read for a row that is shown.
    .crossJoin(customers)
    .where(
      and(
        ctx.store.own(customerBehaviour, eq(customerBehaviour.segment, segment)),
        status === undefined ? undefined : eq(customerBehaviour.status, status),
        ofBrand(ctx, customerBehaviour.brandId, brandId),
        ctx.store.own(customers, eq(customers.id, customerBehaviour.customerId)),
      ),
    )
    .orderBy(desc(customerBehaviour.overdueAmount), desc(customerBehaviour.customerId))
    .limit(limit)
    .offset(skip);

const newest = (ctx: Context, { status, brandId, skip, limit }: CustomersBySkip) =>
  ctx.store.db
    .select(columns)
    .from(customers)
    .crossJoin(customerBehaviour)
    .where(
      and(
        ctx.store.own(customers, isNull(customers.deletedAt)),
        status === undefined ? undefined : eq(customers.status, status),
        ofBrand(ctx, customers.brandId, brandId),
        ctx.store.own(customerBehaviour, eq(customerBehaviour.customerId, customers.id)),
      ),
    )
    .orderBy(desc(customers.id))
    .limit(limit)
    .offset(skip);
