/** A tenant's data as a whole, table by table: for taking it along, and for leaving nothing behind. */
import { asc, getTableColumns, getTableName, sql, type SQL } from "drizzle-orm";
import { shapeOf, type Column, type Statement, type Table } from "#dialect";
import type { TenantStore, TenantTable } from "./store.ts";
import { isTenantTable, tables } from "./tables.ts";

/** Every table that holds rows of tenants, each after those that it refers to. */
export function tenantTables(): TenantTable[] {
  const waiting = tables().filter((each) => isTenantTable(getTableName(each))) as unknown as TenantTable[];
  const ordered: TenantTable[] = [];
  const isPlaced = (name: string) => ordered.some((each) => getTableName(each) === name);
  while (waiting.length > 0) {
    const next = waiting.findIndex((each) =>
      shapeOf(each).parents.every((parent) => parent === getTableName(each) || isPlaced(parent)),
    );
    if (next < 0) throw new Error(`Foreign keys go in a circle: ${waiting.map(getTableName).join(", ")}`);
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

/** The columns of a table's key, without the tenant's. */
export function ownKey(table: Table): [string, Column][] {
  const columns = getTableColumns(table) as Record<string, Column>;
  return shapeOf(table)
    .key.filter((key) => key !== "tenantId")
    .map((key) => [key, columns[key] as Column]);
}

/** A row's place in its table: the values of its key. */
export type Place = (string | number)[];

/** The query for `limit` rows of a table in the order of its key, beyond a place. */
export function rowsAfter(store: TenantStore, table: TenantTable, after: Place | null, limit: number, ...where: SQL[]) {
  const key = ownKey(table).map(([, column]) => column);
  const beyond =
    after && key.length > 0
      ? sql`(${sql.join(key, sql`, `)}) > (${sql.join(
          after.map((each) => sql`${each}`),
          sql`, `,
        )})`
      : undefined;
  return store.db
    .select()
    .from(table as never)
    .where(store.own(table, beyond, ...where))
    .orderBy(...key.map((column) => asc(column)))
    .limit(limit) as unknown as Statement & PromiseLike<Record<string, unknown>[]>;
}

/** The statement that removes up to `limit` rows of a table, and gives one row for each. */
function removeSome(store: TenantStore, table: TenantTable, limit: number, condition?: SQL): Statement {
  const key = ownKey(table).map(([, column]) => column);
  const some = store.db
    .select(Object.fromEntries(key.map((column) => [column.name, column])))
    .from(table as never)
    .where(store.own(table, condition))
    .limit(limit);
  return store.db
    .delete(table)
    .where(store.own(table, condition, key.length > 0 ? sql`(${sql.join(key, sql`, `)}) in ${some}` : undefined))
    .returning({ one: sql<number>`1` }) as unknown as Statement;
}

export interface Removal {
  /** Which rows of a table go; all where it says nothing. */
  only?: (table: TenantTable) => SQL | undefined;
  /** How many statements may be spent. */
  statements: number;
}

const chunk = 500;

/** Removes the rows of `list`, which names children before parents. @returns whether none is left */
export async function removeAll(
  store: TenantStore,
  list: readonly TenantTable[],
  { only, statements }: Removal,
): Promise<boolean> {
  let spent = 0;
  for (const table of list)
    for (let removed = chunk; removed === chunk; spent++) {
      if (spent === statements) return false;
      const [rows] = (await store.atomic([removeSome(store, table, chunk, only?.(table))])) as unknown[][];
      removed = rows?.length ?? 0;
    }
  return true;
}

/** What was removed of a table, and whether any of it is left. */
export interface Removed {
  rows: number;
  isDone: boolean;
}

/** Removes the rows of a table that match, in pages, so that no statement is large. */
export async function removeMatching(
  store: TenantStore,
  table: TenantTable,
  condition: SQL | undefined,
  { pages }: { pages: number },
): Promise<Removed> {
  let rows = 0;
  for (let page = 0; page < pages; page++) {
    const [removed] = (await store.atomic([removeSome(store, table, chunk, condition)])) as unknown[][];
    rows += removed?.length ?? 0;
    if ((removed?.length ?? 0) < chunk) return { rows, isDone: true };
  }
  return { rows, isDone: false };
}
