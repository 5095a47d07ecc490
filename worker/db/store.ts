/**
 * The store that a service sees: already scoped to one tenant. Reads are one batch, writes are one atomic batch; each is
 * one round trip. See `docs/decisions/0002-atomic-batch.md`.
 */
import { and, eq, type InferInsertModel, type InferSelectModel, type SQL, type Table as AnyTable } from "drizzle-orm";
import { open, type Builder, type Column, type Connection, type Results, type Statement, type Table } from "#dialect";
import { requireTenant } from "./guard.ts";

/** A table whose rows belong to tenants. */
export type TenantTable = Table & { tenantId: Column };
/** A row to insert, without the tenant: the store adds it. Any value may be an SQL expression. */
export type NewRow<T extends AnyTable> = {
  [K in keyof Omit<InferInsertModel<T>, "tenantId">]: InferInsertModel<T>[K] | SQL;
};
export type Row<T extends AnyTable> = InferSelectModel<T>;
/** Columns to change. */
export type Changes<T extends AnyTable> = Partial<{ [K in keyof InferSelectModel<T>]: InferSelectModel<T>[K] | SQL }>;

/** Counts what a request cost; `npm run bench` checks the figures in. */
export interface Meter {
  roundTrips: number;
  rowsRead: number;
}

export interface StoreOptions {
  guard: boolean;
  meter: Meter;
}

export interface TenantStore {
  readonly tenantId: string;
  /** Composes queries; they run through `read` and `atomic` only. */
  readonly db: Builder;
  /** The predicate every query of a tenant's table carries: its tenant, and what else is asked. */
  own(table: TenantTable, ...conditions: (SQL | undefined)[]): SQL;
  insert<T extends TenantTable>(table: T, row: NewRow<T> | NewRow<T>[]): Statement;
  update<T extends TenantTable>(table: T, changes: Changes<T>, ...conditions: (SQL | undefined)[]): Statement;
  remove(table: TenantTable, ...conditions: (SQL | undefined)[]): Statement;
  /** Runs queries in one round trip and gives each one's rows. */
  read<const T extends readonly [Statement, ...Statement[]]>(...queries: T): Promise<Results<T>>;
  /** Runs statements as one transaction: all of them, or nothing and a thrown violation. Gives each one's rows. */
  atomic(statements: readonly Statement[]): Promise<unknown[]>;
}

/** Opens a tenant's store on its shard. */
export function tenantStore(connection: Connection, tenantId: string, { guard, meter }: StoreOptions): TenantStore {
  const { db, run } = open(connection, {
    tenantId,
    inspect: (statement, params) => {
      if (guard) requireTenant(statement, params, tenantId);
    },
    ran: (rowsRead) => count(meter, rowsRead),
  });
  const own = (table: TenantTable, ...conditions: (SQL | undefined)[]) =>
    and(eq(table.tenantId, tenantId), ...conditions) as SQL;
  const withTenant = (row: object) => ({ ...row, tenantId });
  return {
    tenantId,
    db,
    own,
    insert: (table, row) =>
      db.insert(table).values((Array.isArray(row) ? row.map(withTenant) : withTenant(row)) as never),
    update: (table, changes, ...conditions) =>
      db
        .update(table)
        .set(changes as never)
        .where(own(table, ...conditions)),
    remove: (table, ...conditions) => db.delete(table).where(own(table, ...conditions)),
    read: (...queries) => run(queries),
    atomic: (statements) => run(statements as [Statement, ...Statement[]]) as Promise<unknown[]>,
  };
}

/** A whole shard, for the tenant directory and for sweeps that look for due work. No tenant's data is served from it. */
export interface ShardStore {
  readonly db: Builder;
  run<const T extends readonly [Statement, ...Statement[]]>(...statements: T): Promise<Results<T>>;
}

/** Opens a shard without a tenant. */
export function shardStore(connection: Connection, meter: Meter): ShardStore {
  const { db, run } = open(connection, {
    tenantId: undefined,
    inspect: () => {},
    ran: (rowsRead) => count(meter, rowsRead),
  });
  return { db, run: (...statements) => run(statements) };
}

function count(meter: Meter, rowsRead: number): void {
  meter.roundTrips += 1;
  meter.rowsRead += rowsRead;
}
