/** Many rows in one statement, handed over as one parameter: what a chunk of a monthly run is written with. */
import { eq, sql, type SQL } from "drizzle-orm";
import { jsonRows, jsonSource, type Column, type ComputedColumns, type JsonSource, type Statement } from "#dialect";
import type { Changes, Row, TenantStore, TenantTable } from "./store.ts";

/** A row to insert in bulk; columns computed by SQL may be left out. */
export type BulkRow<T extends TenantTable> = Partial<Omit<Row<T>, "tenantId">>;

/** Inserts `rows`, at least one of them. See `jsonRows` for what may be computed. */
export const insertRows = <T extends TenantTable>(
  store: TenantStore,
  table: T,
  rows: readonly BulkRow<T>[],
  computed: ComputedColumns = {},
): Statement =>
  store.db.insert(table).select(jsonRows(table, withTenant(store, rows), computed) as never) as unknown as Statement;

/**
 * Changes every row whose `match` columns equal those of one of `rows`.
 * @param changes the columns to set, as SQL that may refer to the fields of that row
 */
export function updateRows<T extends TenantTable>(
  store: TenantStore,
  table: T,
  rows: readonly BulkRow<T>[],
  match: readonly (keyof Row<T> & string)[],
  changes: (source: JsonSource) => Changes<T>,
  ...conditions: (SQL | undefined)[]
): Statement {
  const source = jsonSource(table, withTenant(store, rows));
  const columns = table as unknown as Record<string, Column>;
  return store.db
    .update(table as never)
    .set(changes(source) as never)
    .from(source.from)
    .where(
      store.own(table, ...match.map((key) => eq(columns[key] as Column, source.field(key))), ...conditions),
    ) as unknown as Statement;
}

/** Whether a column of `table` has one of some values, however many: they are one parameter. */
export function among<T extends TenantTable, K extends keyof Row<T> & string>(
  table: T,
  key: K,
  values: readonly NonNullable<Row<T>[K]>[],
): SQL {
  const source = jsonSource(
    table,
    [...new Set(values)].map((value) => ({ [key]: value })),
  );
  const column = (table as unknown as Record<string, Column>)[key] as Column;
  return sql`${column} in (select ${source.field(key)} from ${source.from})`;
}

const withTenant = (store: TenantStore, rows: readonly object[]): Record<string, unknown>[] =>
  rows.map((row) => ({ ...row, tenantId: store.tenantId }));
