/**
 * The store's engine, spelled for Cloudflare D1 (SQLite). Its twin is `postgres.ts`; both export the same names, and
 * nothing else in the tree names an engine. `package.json` maps `#dialect` to one of the two.
 */
import { getTableColumns, getTableName, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import {
  alias,
  check,
  foreignKey,
  getTableConfig,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text as sqliteText,
  uniqueIndex,
  type AnySQLiteColumn,
  type SQLiteTable,
} from "drizzle-orm/sqlite-core";
import { withDistinctColumns } from "./d1-columns.ts";
import { keysOf, recordTable, tables, type Executor, type TableShape, type Violation } from "../tables.ts";

export { alias, check, foreignKey, index, primaryKey, uniqueIndex };

/** Declares a table and records it, so that the guard and `violates` know its keys. */
export const table: typeof sqliteTable = ((...args: Parameters<typeof sqliteTable>) =>
  recordTable(sqliteTable(...args))) as typeof sqliteTable;

/** Text that sorts and compares by bytes on both stores. */
export const text = <U extends string, T extends Readonly<[U, ...U[]]>>(name: string, config?: { enum: T }) =>
  sqliteText(name, config);
/** Integer rupiah. */
export const money = (name: string) => integer(name, { mode: "number" });
/** A whole number. */
export const count = (name: string) => integer(name, { mode: "number" });
/** A decimal, for coordinates. */
export const decimal = (name: string) => real(name);
/** True or false. */
export const flag = (name: string) => integer(name, { mode: "boolean" });
/** A moment, in epoch milliseconds. */
export const instant = (name: string) => integer(name, { mode: "number" });
/** A value kept as JSON; never queried inside. */
export const json = (name: string) => sqliteText(name, { mode: "json" });

export type Table = SQLiteTable;
export type Column = AnySQLiteColumn;
/** Composes statements. It can't run them: `TenantStore.read` and `TenantStore.atomic` do. */
export type Builder = DrizzleD1Database;
export type Statement = BatchItem<"sqlite">;
export type Results<T extends readonly Statement[]> = BatchResponse<T>;
/** What a shard is reached through. */
export type Connection = D1Database;

/** The shards that are bound: 0, 1, … without a gap. */
export function shards(env: object): number[] {
  const bound = env as Record<string, unknown>;
  const list = [0];
  while (bound[`DB_${list.length}`]) list.push(list.length);
  return list;
}

/** The binding of a shard: `DB` is shard 0, `DB_1` the next. */
export function shardConnection(env: object, shard: number): Connection {
  const name = shard === 0 ? "DB" : `DB_${shard}`;
  const database = (env as Record<string, Connection | undefined>)[name];
  if (!database) throw new Error(`No D1 binding ${name} for shard ${shard}`);
  return database;
}

type Bound = D1PreparedStatement & { text: string; params: unknown[] };

/** Opens a shard. Statements run only as one batch, which is one transaction and one round trip. */
export function open(connection: Connection, executor: Executor) {
  const refuse = () => {
    throw new Error("Run statements with store.read(...) or store.atomic([...])");
  };
  const client = {
    prepare: (statement: string) => ({
      text: statement,
      params: [],
      bind: (...params: unknown[]) =>
        Object.assign(Object.create({ all: refuse, raw: refuse, run: refuse, first: refuse }), {
          text: statement,
          params,
        }),
    }),
    async batch(bound: Bound[]) {
      for (const { text: statement, params } of bound) executor.inspect(statement, params);
      const results = await connection.batch(
        bound.map(({ text: statement, params }) => connection.prepare(withDistinctColumns(statement)).bind(...params)),
      );
      executor.ran(results.reduce((rows, result) => rows + (result.meta.rows_read ?? 0), 0));
      return results;
    },
  };
  const db = drizzle(client as unknown as D1Database);
  return {
    db: db as Builder,
    run: async <T extends readonly [Statement, ...Statement[]]>(statements: T): Promise<Results<T>> =>
      (await db.batch(statements as unknown as [Statement, ...Statement[]])) as unknown as Results<T>,
  };
}

/** A table's key and what it refers to. */
export function shapeOf(declared: Table): TableShape {
  const { primaryKeys, foreignKeys } = getTableConfig(declared);
  return {
    key: keysOf(declared, primaryKeys[0]?.columns ?? []),
    parents: foreignKeys.map((foreign) => getTableName(foreign.reference().foreignTable)),
  };
}

/** What a failed batch violated, or undefined when it failed for another reason. */
export function violation(error: unknown): Violation | undefined {
  const message = error instanceof Error ? error.message : String(error);
  const unique = /UNIQUE constraint failed: ([^:]+?)(?:: SQLITE|$)/.exec(message)?.[1];
  if (unique) return { kind: "unique", name: uniqueName(unique.split(", ")) };
  const checked = /CHECK constraint failed: (\w+)/.exec(message)?.[1];
  if (checked) return { kind: "check", name: checked };
  const missing = /NOT NULL constraint failed: (\w+\.\w+)/.exec(message)?.[1];
  if (missing) return { kind: "notNull", name: missing };
  if (message.includes("FOREIGN KEY constraint failed")) return { kind: "foreignKey", name: "" };
  return undefined;
}

/** SQLite reports the columns of a unique key, Postgres its name: this finds the name. */
function uniqueName(columns: string[]): string {
  const [tableName, names] = [columns[0]?.split(".")[0], columns.map((column) => column.split(".")[1]).join()];
  const found = tables().find((candidate) => getTableName(candidate) === tableName);
  if (!found) return columns.join();
  const config = getTableConfig(found as SQLiteTable);
  const keys = [
    ...config.primaryKeys.map((key) => ({ name: key.getName(), columns: key.columns.map((column) => column.name) })),
    ...config.indexes.map(({ config: { name, columns: parts } }) => ({
      name,
      columns: parts.map((part) => (part as AnySQLiteColumn).name),
    })),
  ];
  return keys.find((key) => key.columns.join() === names)?.name ?? columns.join();
}

/** `value` as text, filled with zeros to `width` digits and never cut: 7 → `007`. */
export const zeroPadded = (value: SQLWrapper, width: number): SQL<string> => sql`printf(${`%0${width}d`}, ${value})`;

/** Whether a text contains `part`, which is lower case. */
export const contains = (column: Column, part: string): SQL => sql`instr(lower(coalesce(${column}, '')), ${part}) > 0`;

/** The moment at which a business date begins in UTC, in epoch milliseconds. */
export const utcMidnight = (date: SQLWrapper): SQL<number> => sql`(unixepoch(${date}) * 1000)`;

/** The greatest of two values. */
export const greatest = (left: SQLWrapper, right: SQLWrapper | number): SQL => sql`max(${left}, ${right})`;

/** Rows handed over as one JSON parameter, for bulk work beyond the engine's 100 parameters a statement. */
export interface JsonSource {
  /** What the statement selects from. */
  from: SQL;
  /** A row's value for a column, by the column's key. */
  field(key: string): SQL;
  /** A row's place, counted from 1. */
  ordinal: SQL<number>;
}

/** `rows` as a source to select from, each value as `target`'s column of the same key stores it. */
export function jsonSource(target: Table, rows: Record<string, unknown>[]): JsonSource {
  const columns = Object.entries(getTableColumns(target));
  return {
    // With a limit SQLite reads the rows first, and finds each one's target by key instead of scanning the target.
    from: sql`(select key, value from json_each(${JSON.stringify(encodeRows(columns, rows))}) limit -1) as source`,
    field: (key) => sql`source.value ->> ${sql.raw(`'$.${key}'`)}`,
    ordinal: sql<number>`source.key + 1`,
  };
}

/**
 * Rows for a bulk insert, in the table's order of columns: `insert(table).select(jsonRows(...))`.
 * @param computed columns whose value is SQL; it may refer to the row's own fields and place
 */
export function jsonRows(target: Table, rows: Record<string, unknown>[], computed: ComputedColumns = {}): SQL {
  const source = jsonSource(target, rows);
  const picked = Object.keys(getTableColumns(target)).map(
    (key) => sql`(${computed[key]?.(source) ?? source.field(key)})`,
  );
  return sql`select ${sql.join(picked, sql`, `)} from ${source.from} where true`;
}
export type ComputedColumns = Record<string, (source: JsonSource) => SQL>;

/** Encodes each value as its column stores it (JSON as text, flags as 0 and 1); absent becomes the default or null. */
function encodeRows(columns: [string, AnySQLiteColumn][], rows: Record<string, unknown>[]) {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(([key, column]) => {
        const value = row[key] ?? column.default;
        return [key, value === undefined ? undefined : column.mapToDriverValue(value)];
      }),
    ),
  );
}
