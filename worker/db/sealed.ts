/** Which columns hold sealed texts. Each is declared beside its table, so that a rotation of the master key finds it. */
import { getTableName } from "drizzle-orm";
import type { Row, TenantTable } from "./store.ts";

export interface SealedColumn {
  /** `customers.ktpSealed`. */
  name: string;
  table: TenantTable;
  column: string;
  /** Text columns that name a row within its tenant. */
  key: string[];
  /** What a text was sealed for. `field` is its name where the column is a record of sealed texts. */
  purpose(row: Record<string, unknown>, field: string): string;
  /** The column with the digest of the same value. */
  digest: string | undefined;
  formerlyPlain: boolean;
}

interface Declaration<T extends TenantTable> {
  purpose(row: Row<T>, field: string): string;
  digest?: keyof Row<T> & string;
  key?: (keyof Row<T> & string)[];
  /** Whether rows from before it was sealed may be there; they are sealed with the next change of the key. */
  formerlyPlain?: boolean;
}

const declared = new Map<string, SealedColumn>();

/** Declares a sealed column: a text, or a record of texts kept as JSON. */
export function sealedColumn<T extends TenantTable>(
  table: T,
  column: keyof Row<T> & string,
  { purpose, digest, key = ["id" as keyof Row<T> & string], formerlyPlain = false }: Declaration<T>,
): void {
  const name = `${getTableName(table)}.${column}`;
  const ofRow = purpose as SealedColumn["purpose"];
  declared.set(name, { name, table, column, key, purpose: ofRow, digest, formerlyPlain });
}

/** Every sealed column declared so far, by name. */
export const sealedColumns = (): SealedColumn[] =>
  [...declared.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
