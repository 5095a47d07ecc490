/** Customers by how they pay: how many of each segment, status and brand, and which. Reads kept rows and totals alone. */
import { and, desc, eq, gt, gte, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { customerById, matchTerms } from "../customers/index.ts";
import { customerBehaviour, customers, customerTerms, customerTotals, segments } from "../customers/schema.ts";
import { askedBrand, brandNames, ofBrand, type BrandName } from "./brands.ts";
import type {
  BehaviourQuery,
  customerReportAnswer,
  CustomerReportQuery,
  customerRowAnswer,
} from "./customer-inputs.ts";

type Answer = z.input<typeof customerReportAnswer>;

/** How many customers there are of each segment, status or brand, and what they owe past its due date. */
export async function customerReport(ctx: Context, query: CustomerReportQuery): Promise<Answer> {
  const { groupBy, segment, status, brandId } = query;
  const [names, totals] = await ctx.store.read(
    brandNames(ctx),
    ctx.store.db
      .select()
      .from(customerTotals)
      .where(
        ctx.store.own(
          customerTotals,
          segment === undefined ? undefined : eq(customerTotals.segment, segment),
          status === undefined ? undefined : eq(customerTotals.status, status),
          ofBrand(ctx, customerTotals.brandId, brandId),
        ),
      ),
  );
  const brand = askedBrand(names, brandId);
  const groups = groupsOf(query, brand ? [brand] : names).map(([key, own]) => {
    const ofKey = totals.filter((row) => row[groupBy === "brand" ? "brandId" : groupBy] === key);
    return { key, brand: own, ...figuresOf(ofKey) };
  });
  const rows = groupBy === "brand" ? groups.filter((row) => row.customers > 0) : groups;
  return { groupBy, brand, rows, total: figuresOf(totals) };
}

/** The keys of a report's rows, in their order, with the brand where it is one. */
function groupsOf(
  { groupBy, segment, status }: CustomerReportQuery,
  names: readonly BrandName[],
): [key: string, brand: BrandName | null][] {
  if (groupBy === "brand") return names.map((brand) => [brand.id, brand]);
  const keys = groupBy === "segment" ? segments : (["active", "inactive"] as const);
  const asked = groupBy === "segment" ? segment : status;
  return keys.filter((key) => asked === undefined || key === asked).map((key) => [key, null]);
}

const figuresOf = (rows: readonly (typeof customerTotals.$inferSelect)[]) => ({
  customers: rows.reduce((sum, row) => sum + row.customers, 0),
  overdueInvoices: rows.reduce((sum, row) => sum + row.overdueCount, 0),
  overdueAmount: rows.reduce((sum, row) => sum + row.overdueAmount, 0),
});

export const shown = {
  customer: {
    id: customers.id,
    number: customers.number,
    name: customers.name,
    phone: customers.phone,
    brandId: customers.brandId,
    status: customers.status,
  },
  behaviour: {
    segment: customerBehaviour.segment,
    since: customerBehaviour.since,
    overdueCount: customerBehaviour.overdueCount,
    overdueAmount: customerBehaviour.overdueAmount,
    paidOnTimeCount: customerBehaviour.paidOnTimeCount,
    paidLateCount: customerBehaviour.paidLateCount,
    lastLateOn: customerBehaviour.lastLateOn,
  },
};

interface Shown {
  customer: Pick<typeof customers.$inferSelect, keyof (typeof shown)["customer"]>;
  behaviour: Pick<typeof customerBehaviour.$inferSelect, keyof (typeof shown)["behaviour"]>;
}

const showRow = ({ customer, behaviour }: Shown): z.input<typeof customerRowAnswer> => ({
  ...customer,
  ...showBehaviour(behaviour),
});

export const showBehaviour = ({ segment, since, overdueAmount, lastLateOn, ...counts }: Shown["behaviour"]) => ({
  segment: segment ?? ("new" as const),
  since,
  overdueInvoices: counts.overdueCount,
  overdueAmount,
  paidOnTime: counts.paidOnTimeCount,
  paidLate: counts.paidLateCount,
  lastLateOn,
});

/** How a customer pays. @throws Refusal `not_found` */
export async function customerBehaviourOf(ctx: Context, customerId: string) {
  const { db, own, read } = ctx.store;
  const [[customer], [behaviour]] = await read(
    customerById(ctx, customerId),
    db
      .select(shown.behaviour)
      .from(customerBehaviour)
      .where(own(customerBehaviour, eq(customerBehaviour.customerId, customerId))),
  );
  if (!customer || !behaviour) throw new Refusal("not_found");
  return showBehaviour(behaviour);
}

/**
 * Customers with how they pay: of a segment those who owe most first, of all the newest first, and by the words that `q`
 * finds in the order of these.
 */
export function listBehaviour(ctx: Context, query: BehaviourQuery) {
  if (query.q) return search(ctx, query);
  return query.segment === undefined ? newest(ctx, query) : ofSegment(ctx, query);
}

/** Along the index of the segment, and of brand and status where they are asked for. */
async function ofSegment(ctx: Context, { segment = "new", status, brandId, limit, cursor }: BehaviourQuery) {
  const { store } = ctx;
  const { overdueAmount, customerId } = customerBehaviour;
  const after = decodeCursor(cursor, 2);
  const [rows] = await store.read(
    store.db
      .select(shown)
      .from(customerBehaviour)
      // Crossed, since D1 keeps that order: a customer is only read for a row that is shown.
      .crossJoin(customers)
      .where(
        and(
          store.own(customerBehaviour, eq(customerBehaviour.segment, segment)),
          status === undefined ? undefined : eq(customerBehaviour.status, status),
          ofBrand(ctx, customerBehaviour.brandId, brandId),
          after && sql`(${overdueAmount}, ${customerId}) < (${Number(after[0])}, ${String(after[1])})`,
          store.own(customers, eq(customers.id, customerId)),
        ),
      )
      .orderBy(desc(overdueAmount), desc(customerId))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showRow, ({ behaviour, customer }) => [behaviour.overdueAmount, customer.id]);
}

async function newest(ctx: Context, { status, brandId, limit, cursor }: BehaviourQuery) {
  const { store } = ctx;
  const after = decodeCursor(cursor, 1);
  const [rows] = await store.read(
    store.db
      .select(shown)
      .from(customers)
      .crossJoin(customerBehaviour)
      .where(
        and(
          store.own(customers, isNull(customers.deletedAt), after && lt(customers.id, String(after[0]))),
          status === undefined ? undefined : eq(customers.status, status),
          ofBrand(ctx, customers.brandId, brandId),
          store.own(customerBehaviour, eq(customerBehaviour.customerId, customers.id)),
        ),
      )
      .orderBy(desc(customers.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showRow, ({ customer }) => [customer.id]);
}

async function search(ctx: Context, { q = "", segment, status, brandId, limit, cursor }: BehaviourQuery) {
  const found = matchTerms(ctx, q);
  if (!found) return { data: [], nextCursor: null };
  const { store } = ctx;
  const { term, customerId } = customerTerms;
  const after = decodeCursor(cursor, 2) as [string, string] | undefined;
  const filters: (SQL | undefined)[] = [
    segment === undefined ? undefined : eq(customerBehaviour.segment, segment),
    status === undefined ? undefined : eq(customerBehaviour.status, status),
    // Spelled out, since a partial index serves only what names its condition.
    status === "inactive" ? sql`${customerTerms.status} = 'inactive'` : undefined,
    ofBrand(ctx, customerBehaviour.brandId, brandId),
    after && gte(term, after[0]),
    after && or(gt(term, after[0]), and(eq(term, after[0]), gt(customerId, after[1]))),
  ];
  const [rows] = await store.read(
    store.db
      .select({ ...shown, term })
      .from(customerTerms)
      .crossJoin(customerBehaviour)
      .crossJoin(customers)
      .where(
        and(
          found,
          store.own(customerBehaviour, eq(customerBehaviour.customerId, customerId)),
          store.own(customers, eq(customers.id, customerId), isNull(customers.deletedAt)),
          ...filters,
        ),
      )
      .orderBy(term, customerId)
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showRow, (row) => [row.term, row.customer.id]);
}
