/** Many rows in one statement, handed over as one parameter: what a chunk of a monthly run is written with. */
import { eq, getTableColumns, sql, type SQL } from "drizzle-orm";
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

/**
 * Adds `sums` of rows to those of the same `key`, making the rows that are not there yet. Rows of one key are one row
 * before, and they go in the order of their keys, so that two writers never wait for each other in a circle.
 */
export function addToRows<T extends TenantTable>(
  store: TenantStore,
  table: T,
  rows: readonly BulkRow<T>[],
  key: readonly (keyof Row<T> & string)[],
  sums: readonly (keyof Row<T> & string)[],
): Statement[] {
  const added = addedUp(rows as readonly Record<string, unknown>[], key, sums);
  if (added.length === 0) return [];
  const columns = getTableColumns(table) as Record<string, Column>;
  const insert = store.db.insert(table).select(jsonRows(table, withTenant(store, added)) as never);
  const target = [table.tenantId, ...key.map((name) => columns[name] as Column)];
  const set = Object.fromEntries(
    sums.map((name) => {
      const column = columns[name] as Column;
      return [name, sql`${column} + excluded.${sql.identifier(column.name)}`];
    }),
  );
  return [insert.onConflictDoUpdate({ target, set } as never) as unknown as Statement];
}

/** One row for each key with its sums, in the order of keys; without those that come to nothing. */
function addedUp(rows: readonly Record<string, unknown>[], key: readonly string[], sums: readonly string[]) {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(key.map((name) => row[name])));
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      ...group[0],
      ...Object.fromEntries(
        sums.map((name) => [name, group.reduce((sum, row) => sum + ((row[name] as number | undefined) ?? 0), 0)]),
      ),
    }))
    .filter((row) => sums.some((name) => (row as Record<string, unknown>)[name] !== 0));
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
