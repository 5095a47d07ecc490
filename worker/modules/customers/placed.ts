/** Customers by place, found as other systems do: by name, email or phone, and by address. */
import { and, asc, desc, eq, getTableColumns, gt, gte, isNull, lt, not, or, sql, type SQL } from "drizzle-orm";
import { contains, type Column } from "#dialect";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom, type Page } from "../../core/http/page.ts";
import type { PlacedPage, SkipQuery } from "../../core/http/placed.ts";
import { normalise, termLength } from "../../core/terms.ts";
import { counters } from "../../db/counters.ts";
import { countedRows, countQuery, totalQuery } from "../../db/placed.ts";
import { auditEntries } from "../audit/schema.ts";
import { brands } from "../tenancy/schema.ts";
import { matchPrefix } from "./list.ts";
import { customers, customerTerms } from "./schema.ts";
import {
  brandOf,
  lastChangeOf,
  showCustomer,
  showInFull,
  shownColumns,
  shownCustomers,
  type CustomerInFull,
} from "./service.ts";
import { termPrefix } from "./terms.ts";

/** What customers are found by; what is left out finds all. */
export interface CustomerFilters {
  /** The beginning of a word of name, email or phone. */
  search?: string | undefined;
  /** The beginning of a word of the address. */
  address?: string | undefined;
  brandCode?: string | undefined;
}
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

/** The same customers page by page along their keys, from `skip` on: for files, however many they are. */
export async function walkCustomers(
  ctx: Context,
  { skip, limit, cursor, ...query }: CustomerFilters & { skip: number; limit: number; cursor: string | undefined },
): Promise<Page<ReturnType<typeof showCustomer>>> {
  const wanted = wantedOf(ctx, query);
  if (!wanted) return { data: [], nextCursor: null };
  const { store } = ctx;
  const { term, customerId } = customerTerms;
  const { prefix, filters } = wanted;
  const offset = cursor === undefined ? skip : 0;
  if (prefix === undefined) {
    const after = decodeCursor(cursor, 1);
    const [rows] = await store.read(
      store.db
        .select()
        .from(customers)
        .where(store.own(customers, ...filters, after && lt(customers.id, String(after[0]))))
        .orderBy(desc(customers.id))
        .limit(limit + 1)
        .offset(offset),
    );
    return pageFrom(rows, limit, showCustomer, ({ id }) => [id]);
  }
  const after = decodeCursor(cursor, 2)?.map(String) as [string, string] | undefined;
  const [rows] = await store.read(
    store.db
      .select({ term, customer: getTableColumns(customers) })
      .from(customerTerms)
      .crossJoin(customers)
      .where(
        and(
          matchPrefix(ctx, prefix),
          store.own(customers, eq(customers.id, customerId), ...filters),
          after && gte(term, after[0]),
          after && or(gt(term, after[0]), and(eq(term, after[0]), gt(customerId, after[1]))),
        ),
      )
      .orderBy(asc(term), asc(customerId))
      .limit(limit + 1)
      .offset(offset),
  );
  return pageFrom(
    rows,
    limit,
    ({ customer }) => showCustomer(customer),
    (row) => [row.term, row.customer.id],
  );
}

/** The beginning of the terms that find customers, if any do, and what else they must be; undefined where none can be. */
function wantedOf(ctx: Context, { search, address, brandCode }: CustomerFilters) {
  const filters = [isNull(customers.deletedAt), brandCode === undefined ? undefined : ofBrand(ctx, brandCode)];
  if (!search && !address) return { prefix: undefined, filters };
  const addressed = normalise(address ?? "")
    .slice(0, termLength)
    .trimEnd();
  const searched = termPrefix(search ?? "");
  // Nothing is left of a search for signs alone, and nothing is found by it.
  if ((search && !searched) || (address && !addressed)) return undefined;
  return {
    prefix: searched || addressed,
    filters: [
      ...filters,
      searched ? byPerson(searched) : undefined,
      addressed ? allIn([customers.address], addressed) : undefined,
    ],
  };
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

/** A brand by its code, however that is written. */
function ofBrand({ store }: Context, code: string): SQL {
  const brand = store.db
    .select({ id: brands.id })
    .from(brands)
    .where(store.own(brands, eq(brands.code, code.toUpperCase())));
  return eq(customers.brandId, sql`(${brand})`);
}

/** Leaves out who was found by the address alone. */
const byPerson = (prefix: string): SQL =>
  or(not(allIn([customers.address], prefix)), allIn([customers.name, customers.email, customers.phone], prefix)) as SQL;

/** Whether each word stands in one of the columns. The words of an email address belong together. */
function allIn(columns: Column[], prefix: string): SQL {
  const words = prefix.includes("@") ? [prefix] : prefix.split(" ");
  return and(...words.map((word) => or(...columns.map((column) => contains(column, word))))) as SQL;
}
