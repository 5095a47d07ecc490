/** Listing and finding customers, by key at any size. */
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, notExists, or, sql, type SQL } from "drizzle-orm";
import { alias, type Column } from "#dialect";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom, type Page } from "../../core/http/page.ts";
import type { CustomerQuery } from "./inputs.ts";
import { customers, customerTerms } from "./schema.ts";
import { showCustomer, type Customer } from "./service.ts";
import { prefixEnd, termPrefix } from "./terms.ts";

type CustomerLine = ReturnType<typeof showCustomer>;

/** Customers, newest first or by name; found by the beginning of a word when `q` is given. */
export async function listCustomers(ctx: Context, query: CustomerQuery): Promise<Page<CustomerLine>> {
  const filters = [
    isNull(customers.deletedAt),
    query.brandId === undefined ? undefined : eq(customers.brandId, query.brandId),
    query.status === undefined ? undefined : eq(customers.status, query.status),
  ];
  if (query.q && /^\d{16}$/.test(query.q)) return findByKtp(ctx, query.q, filters);
  return query.q ? search(ctx, query, filters) : browse(ctx, query, filters);
}

async function browse(ctx: Context, { limit, cursor, sort }: CustomerQuery, filters: (SQL | undefined)[]) {
  const descending = sort.startsWith("-");
  const byName = sort.endsWith("name");
  // Where a page begins in the index: `reach` says it in a way that both stores seek by; of an "or" they read all rows.
  const [order, beyond, reach] = descending ? [desc, lt, lte] : [asc, gt, gte];
  const after = decodeCursor(cursor, byName ? 2 : 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(customers)
      .where(
        ctx.store.own(
          customers,
          ...filters,
          after && byName ? reach(customers.name, String(after[0])) : undefined,
          after &&
            (byName
              ? beyondPair(beyond, [customers.name, customers.id], after)
              : beyond(customers.id, String(after[0]))),
        ),
      )
      .orderBy(...(byName ? [order(customers.name), order(customers.id)] : [order(customers.id)]))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showCustomer, (row) => (byName ? [row.name, row.id] : [row.id]));
}

/**
 * The condition on `customerTerms` that finds customers by `q`, each once, or undefined where `q` can't find any. Other
 * modules join it to what they list by customer.
 */
export const matchTerms = (ctx: Context, q: string): SQL | undefined => matchPrefix(ctx, termPrefix(q));

/** The same for the beginning of a term. */
export function matchPrefix({ store }: Context, prefix: string): SQL | undefined {
  if (prefix === "") return undefined;
  const { term, customerId } = customerTerms;
  const earlier = alias(customerTerms, "earlier");
  // A customer whose words match twice is shown once, at the first of them.
  const shownBefore = store.db
    .select({ one: sql`1` })
    .from(earlier)
    .where(
      and(
        eq(earlier.tenantId, store.tenantId),
        eq(earlier.customerId, customerId),
        gte(earlier.term, prefix),
        lt(earlier.term, term),
      ),
    );
  return store.own(customerTerms, gte(term, prefix), lt(term, prefixEnd(prefix)), notExists(shownBefore));
}

async function search(ctx: Context, { q = "", status, limit, cursor }: CustomerQuery, filters: (SQL | undefined)[]) {
  const { store } = ctx;
  const found = matchTerms(ctx, q);
  if (!found) return { data: [], nextCursor: null };
  const after = decodeCursor(cursor, 2);
  const [rows] = await store.read(
    store.db
      .select({ customer: customers, term: customerTerms.term })
      .from(customerTerms)
      .innerJoin(customers, store.own(customers, eq(customers.id, customerTerms.customerId)))
      .where(
        and(
          found,
          // Spelled out, since a partial index serves only what names its condition.
          status === "inactive" ? sql`${customerTerms.status} = 'inactive'` : undefined,
          after && gte(customerTerms.term, String(after[0])),
          after && beyondPair(gt, [customerTerms.term, customerTerms.customerId], after),
          ...filters,
        ),
      )
      .orderBy(asc(customerTerms.term), asc(customerTerms.customerId))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    ({ customer }) => showCustomer(customer),
    ({ term, customer }) => [term, customer.id],
  );
}

async function findByKtp(ctx: Context, ktp: string, filters: (SQL | undefined)[]): Promise<Page<CustomerLine>> {
  const digests = await ctx.vault.digests("ktp", ktp);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(customers)
      .where(ctx.store.own(customers, inArray(customers.ktpDigest, digests), ...filters))
      .limit(100),
  );
  return { data: rows.map((row: Customer) => showCustomer(row)), nextCursor: null };
}

/** Rows beyond a pair of keys, in the order of both. */
const beyondPair = (beyond: typeof gt, [first, second]: [Column, Column], [a, b]: (string | number)[]) =>
  or(beyond(first, a), and(eq(first, a), beyond(second, b)));
