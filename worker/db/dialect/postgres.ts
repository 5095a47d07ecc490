/**
 * The store's engine, spelled for Neon Postgres over HTTP. Its twin is `d1.ts`; both export the same names, and nothing
 * else in the tree names an engine. Built with the condition `postgres` (see `docs/deploy.md`).
 */
import { neon, neonConfig, type NeonQueryFunction } from "@neondatabase/serverless";
import { getTableColumns, getTableName, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import {
  bigint,
  boolean,
  alias,
  check,
  customType,
  doublePrecision,
  foreignKey,
  getTableConfig,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  uniqueIndex,
  type AnyPgColumn,
  type PgTable,
} from "drizzle-orm/pg-core";
import { keysOf, recordTable, type Executor, type TableShape, type Violation } from "../tables.ts";

export { alias, check, foreignKey, index, primaryKey, uniqueIndex };

/** Declares a table and records it, so that the guard knows it. */
export const table: typeof pgTable = ((...args: Parameters<typeof pgTable>) =>
  recordTable(pgTable(...args))) as typeof pgTable;

const byteText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** Text that sorts and compares by bytes on both stores. */
export const text = <U extends string, T extends Readonly<[U, ...U[]]>>(name: string, _config?: { enum: T }) =>
  byteText(name).$type<T[number]>();
/** Integer rupiah. */
export const money = (name: string) => bigint(name, { mode: "number" });
/** A whole number. */
export const count = (name: string) => integer(name);
/** A decimal, for coordinates. */
export const decimal = (name: string) => doublePrecision(name);
/** True or false. */
export const flag = (name: string) => boolean(name);
/** A moment, in epoch milliseconds. */
export const instant = (name: string) => bigint(name, { mode: "number" });
/** A value kept as JSON; never queried inside. */
export const json = (name: string) => jsonb(name);

export type Table = PgTable;
export type Column = AnyPgColumn;
/** Composes statements. It can't run them: `TenantStore.read` and `TenantStore.atomic` do. */
export type Builder = NeonHttpDatabase;
export type Statement = BatchItem<"pg">;
export type Results<T extends readonly Statement[]> = BatchResponse<T>;
/** What a shard is reached through. */
export type Connection = NeonQueryFunction<false, false>;

/** The shards that are set: 0, 1, … without a gap. */
export function shards(env: object): number[] {
  const settings = env as Record<string, unknown>;
  const list = [0];
  while (settings[`DATABASE_URL_${list.length}`]) list.push(list.length);
  return list;
}

/** The database of a shard: `DATABASE_URL` is shard 0, `DATABASE_URL_1` the next. */
export function shardConnection(env: object, shard: number): Connection {
  const settings = env as Record<string, string | undefined>;
  const name = shard === 0 ? "DATABASE_URL" : `DATABASE_URL_${shard}`;
  const url = settings[name];
  if (!url) throw new Error(`No setting ${name} for shard ${shard}`);
  if (settings["NEON_ENDPOINT"]) neonConfig.fetchEndpoint = settings["NEON_ENDPOINT"];
  return neon(url) as unknown as Connection;
}

/** A statement for a batch. Whoever awaits it would run it alone, and is refused. */
interface Bound extends PromiseLike<never> {
  text: string;
  params: unknown[];
  options: object;
}

/**
 * Opens a shard. Statements run only as one batch, which is one transaction and one round trip. Its first statement
 * names the tenant for row-level security; `migrations/postgres` holds the policies.
 */
export function open(connection: Connection, executor: Executor) {
  const bind = (statement: string, params: unknown[], options: object): Bound => ({
    text: statement,
    params,
    options,
    then: (_, refuse) =>
      Promise.reject(new Error("Run statements with store.read(...) or store.atomic([...])")).catch(refuse),
  });
  const client = Object.assign(bind, {
    query: bind,
    async transaction(bound: Bound[], options: object) {
      for (const { text: statement, params } of bound) executor.inspect(statement, params);
      const scope = connection.query("select set_config('tepi.tenant', $1, true)", [executor.tenantId ?? "*"]);
      const queries = [scope, ...bound.map((each) => connection.query(each.text, each.params, each.options))];
      const results = await untilNotLost(() => connection.transaction(queries, options));
      executor.ran(0);
      return results.slice(1);
    },
  });
  const db = drizzle(client as unknown as Connection);
  return {
    db: db as Builder,
    run: async <T extends readonly [Statement, ...Statement[]]>(statements: T): Promise<Results<T>> =>
      (await db.batch(statements as unknown as [Statement, ...Statement[]])) as unknown as Results<T>,
  };
}

/** SQLSTATEs of a transaction that was rolled back whole only because it met another: it may run again. */
const lostRaces = new Set(["40001", "40P01"]);
const lostRacesAllowed = 4;

/** Runs a transaction, and again when it lost a deadlock or a serialization conflict (PostgreSQL, section 13.5). */
async function untilNotLost<T>(transaction: () => Promise<T>): Promise<T> {
  for (let lost = 0; ; lost++)
    try {
      return await transaction();
    } catch (error) {
      if (lost === lostRacesAllowed || !lostRaces.has((error as { code?: string }).code ?? "")) throw error;
    }
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
  const refused = error as { code?: string; constraint?: string; table?: string; column?: string } | undefined | null;
  switch (refused?.code) {
    case "23505":
      return { kind: "unique", name: refused.constraint ?? "" };
    case "23514":
      return { kind: "check", name: refused.constraint ?? "" };
    case "23502":
      return { kind: "notNull", name: `${refused.table}.${refused.column}` };
    case "23503":
      return { kind: "foreignKey", name: "" };
    default:
      return undefined;
  }
}

/** `value` as text, filled with zeros to `width` digits and never cut: 7 → `007`. */
export const zeroPadded = (value: SQLWrapper, width: number): SQL<string> =>
  sql`lpad((${value})::text, greatest(${width}::int, length((${value})::text)), '0')`;

/** Whether a text contains `part`, which is lower case. */
export const contains = (column: Column, part: string): SQL => sql`strpos(lower(coalesce(${column}, '')), ${part}) > 0`;

/** The moment at which a business date begins in UTC, in epoch milliseconds. */
export const utcMidnight = (date: SQLWrapper): SQL<number> => sql`(extract(epoch from (${date})::date)::bigint * 1000)`;

/** The greatest of two values. */
export const greatest = (left: SQLWrapper, right: SQLWrapper | number): SQL => sql`greatest(${left}, ${right})`;

/** Rows handed over as one JSON parameter, for bulk work. */
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
  const types = columns.map(([key, column]) => sql`${sql.identifier(key)} ${sql.raw(column.getSQLType())}`);
  const names = columns.map(([key]) => sql.identifier(key));
  const values = JSON.stringify(fillDefaults(columns, rows));
  return {
    from: sql`rows from (jsonb_to_recordset(${values}::jsonb) as (${sql.join(types, sql`, `)})) with ordinality as source(${sql.join(names, sql`, `)}, "ordinal")`,
    field: (key) => sql`source.${sql.identifier(key)}`,
    ordinal: sql<number>`source."ordinal"`,
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
  return sql`select ${sql.join(picked, sql`, `)} from ${source.from}`;
}
export type ComputedColumns = Record<string, (source: JsonSource) => SQL>;

function fillDefaults(columns: [string, AnyPgColumn][], rows: Record<string, unknown>[]) {
  return rows.map((row) => Object.fromEntries(columns.map(([key, column]) => [key, row[key] ?? column.default])));
}
