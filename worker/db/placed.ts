/** Counting for lists by place. */
import { sql, type SQL, type Subquery } from "drizzle-orm";
import { furthestSkip } from "../core/http/placed.ts";
import type { TenantStore, TenantTable } from "./store.ts";

/** What a list by place counts to: every row that `skip` reaches, and the page behind it. */
export const countedRows = furthestSkip + 100;

/** The query for how many rows there are; it stops counting behind the last one that can be shown. */
export function totalQuery(store: TenantStore, table: TenantTable, ...conditions: (SQL | undefined)[]) {
  const counted = store.db
    .select({ one: sql<number>`1`.as("one") })
    .from(table as never)
    .where(store.own(table, ...conditions))
    .limit(countedRows)
    .as("counted");
  return countQuery(store, counted);
}

/** The query for how many rows there are in a subquery; that one has the limit. */
export const countQuery = ({ db }: TenantStore, counted: Subquery) =>
  db.select({ total: sql<number>`count(*)`.mapWith(Number) }).from(counted);
