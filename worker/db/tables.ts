/** What every dialect needs to know of the declared tables, without knowing a module. */
import { getTableColumns, getTableName, type Table } from "drizzle-orm";

const declared = new Map<string, Table>();

/** Remembers a table as it is declared. */
export function recordTable<T extends Table>(declaredTable: T): T {
  declared.set(getTableName(declaredTable), declaredTable);
  return declaredTable;
}

/** Every table declared so far. */
export const tables = (): Table[] => [...declared.values()];

/** Whether rows of the named table belong to a tenant. */
export function isTenantTable(name: string): boolean {
  const found = declared.get(name);
  return found !== undefined && "tenantId" in getTableColumns(found);
}

/** What copying or removing a table's rows must know of it. */
export interface TableShape {
  /** The columns of the primary key by the keys of their properties, in order. */
  key: string[];
  /** Names of the tables that its foreign keys refer to. */
  parents: string[];
}

/** The property keys of a table's columns. */
export const keysOf = (declared: Table, columns: readonly { name: string }[]): string[] => {
  const entries = Object.entries(getTableColumns(declared));
  return columns.map((column) => entries.find(([, each]) => each.name === column.name)?.[0] ?? column.name);
};

/** What watches each batch: the guard before it, the meter after it. */
export interface Executor {
  /** Throws when a statement reaches past its tenant. */
  inspect(statement: string, params: unknown[]): void;
  /** Called once per round trip, with the rows that the engine read (0 where it does not say). */
  ran(rowsRead: number): void;
  /** The tenant whose rows may be seen; undefined for the directory and for sweeps over a whole shard. */
  readonly tenantId: string | undefined;
}

/** A constraint that refused a batch. `name` is the constraint's; for `notNull` it is `table.column`. */
export interface Violation {
  kind: "unique" | "check" | "notNull" | "foreignKey";
  name: string;
}
