/** Customers by place, found as other systems do. */
import { asc, desc, eq, sql, type SQL } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import type { PlacedPage, SkipQuery } from "../../core/http/placed.ts";
import { counters } from "../../db/counters.ts";
import { countedRows, countQuery, totalQuery } from "../../db/placed.ts";
import { auditEntries } from "../audit/schema.ts";
import { brands } from "../tenancy/schema.ts";
import { wantedOf, type CustomerFilters } from "./found-by.ts";
import { matchPrefix } from "./list.ts";
import { customers, customerTerms } from "./schema.ts";
import { brandOf, lastChangeOf, showInFull, shownColumns, shownCustomers, type CustomerInFull } from "./service.ts";

type PlacedCustomerQuery = CustomerFilters & SkipQuery;

/** Customers by place: newest first, or in the order of the words that find them. */
export async function listCustomersBySkip(
  ctx: Context,
  query: PlacedCustomerQuery,
): Promise<PlacedPage<CustomerInFull>> {
  const wanted = wantedOf(ctx, query);
  if (!wanted) return { data: [], totalCount: 0 };
  return wanted.prefix === undefined
    ? browse(ctx, query, wanted.filters)
    : find(ctx, query, wanted.prefix, wanted.filters);
}

async function browse(ctx: Context, { skip, limit, brandCode }: PlacedCustomerQuery, filters: (SQL | undefined)[]) {
  const { store } = ctx;
  const counted = store.db
    .select({ total: counters.count })
    .from(counters)
    .where(store.own(counters, eq(counters.name, "customers")));
  const [rows, [total]] = await store.read(
    shownCustomers(ctx)
      .where(store.own(customers, ...filters))
      .orderBy(desc(customers.id))
      .limit(limit)
      .offset(skip),
    brandCode === undefined ? counted : (totalQuery(store, customers, ...filters) as unknown as typeof counted),
  );
  return { data: rows.map(showInFull), totalCount: total?.total ?? 0 };
}

/**
 * Terms know not which field they are of, so they find the first few thousand that may be meant, and those are looked at.
 * What else is asked for narrows these.
 */
async function find(ctx: Context, { skip, limit }: SkipQuery, prefix: string, filters: (SQL | undefined)[]) {
  const { store } = ctx;
  const { term, customerId } = customerTerms;
  const candidates = store.db
    .select({ term, customerId })
    .from(customerTerms)
    .where(matchPrefix(ctx, prefix))
    .orderBy(asc(term), asc(customerId))
    .limit(countedRows)
    .as("candidates");
  const meant = store.own(customers, eq(customers.id, candidates.customerId), ...filters);
  const [rows, [counted]] = await store.read(
    store.db
      .select(shownColumns)
      .from(candidates)
      // Crossed, since D1 keeps that order.
      .crossJoin(customers)
      .leftJoin(brands, brandOf(ctx))
      .leftJoin(auditEntries, lastChangeOf(ctx))
      .where(meant)
      .orderBy(asc(candidates.term), asc(candidates.customerId))
      .limit(limit)
      .offset(skip),
    countQuery(
      store,
      store.db
        .select({ one: sql<number>`1`.as("one") })
        .from(candidates)
        .crossJoin(customers)
        .where(meant)
        .as("counted"),
    ),
  );
  return { data: rows.map(showInFull), totalCount: counted?.total ?? 0 };
}
