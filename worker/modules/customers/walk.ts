/** Customers page by page along their keys, by the filters of other systems: for files, however many they are. */
import { and, asc, desc, eq, getTableColumns, gt, gte, lt, or, type SQL } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom, type Page } from "../../core/http/page.ts";
import { wantedOf, type CustomerFilters } from "./found-by.ts";
import { matchPrefix } from "./list.ts";
import { customers, customerTerms } from "./schema.ts";
import { showCustomer } from "./service.ts";

interface Walk {
  /** Rows left out before the first page. */
  skip: number;
  limit: number;
  cursor: string | undefined;
}
type CustomerPage = Page<ReturnType<typeof showCustomer>>;

/** A page, in the order of `listCustomersBySkip`. */
export async function walkCustomers(ctx: Context, query: CustomerFilters & Walk): Promise<CustomerPage> {
  const wanted = wantedOf(ctx, query);
  if (!wanted) return { data: [], nextCursor: null };
  const walk = { ...query, skip: query.cursor === undefined ? query.skip : 0 };
  return wanted.prefix === undefined
    ? walkAll(ctx, walk, wanted.filters)
    : walkFound(ctx, walk, wanted.prefix, wanted.filters);
}

async function walkAll({ store }: Context, { skip, limit, cursor }: Walk, filters: (SQL | undefined)[]) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await store.read(
    store.db
      .select()
      .from(customers)
      .where(store.own(customers, ...filters, after && lt(customers.id, String(after[0]))))
      .orderBy(desc(customers.id))
      .limit(limit + 1)
      .offset(skip),
  );
  return pageFrom(rows, limit, showCustomer, ({ id }) => [id]);
}

async function walkFound(
  ctx: Context,
  { skip, limit, cursor }: Walk,
  prefix: string,
  filters: (SQL | undefined)[],
): Promise<CustomerPage> {
  const { store } = ctx;
  const { term, customerId } = customerTerms;
  const after = decodeCursor(cursor, 2)?.map(String) as [string, string] | undefined;
  const [rows] = await store.read(
    store.db
      .select({ term, customer: getTableColumns(customers) })
      .from(customerTerms)
      // Crossed, since D1 keeps that order.
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
      .offset(skip),
  );
  return pageFrom(
    rows,
    limit,
    ({ customer }) => showCustomer(customer),
    (row) => [row.term, row.customer.id],
  );
}
