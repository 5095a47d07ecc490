/** Which columns hold sealed values, so that whatever moves rows or changes keys reaches every one of them. */
import { getTableName } from "drizzle-orm";
import type { Vault } from "../core/crypto.ts";
import type { TenantTable } from "./store.ts";

type Row = Record<string, unknown>;

/** One sealed value of a table, or several of a kind. */
export interface Seal {
  /** What changes in a row when it goes from one vault to another. */
  move(row: Row, from: Vault, to: Vault): Promise<Row>;
}

/** A text column, and the column of the digest by which its exact value is found, if there is one. */
const text = (column: string, purpose: string, digest?: string): Seal => ({
  async move(row, from, to) {
    const sealed = row[column];
    if (typeof sealed !== "string") return {};
    const plain = await from.open(purpose, sealed);
    return { [column]: await to.seal(purpose, plain), ...(digest && { [digest]: await to.digest(purpose, plain) }) };
  },
});

const seals: Record<string, Seal[]> = {
  customers: [text("ktpSealed", "ktp", "ktpDigest")],
  user_profiles: [text("ktpSealed", "ktp", "ktpDigest"), text("bankNumberSealed", "bank-number")],
  connections: [
    {
      async move({ id, sealedSecrets }, from, to) {
        const moved = Object.entries((sealedSecrets ?? {}) as Record<string, string>).map(async ([name, sealed]) => {
          const purpose = `connection:${id}:${name}`;
          return [name, await to.seal(purpose, await from.open(purpose, sealed))];
        });
        return { sealedSecrets: Object.fromEntries(await Promise.all(moved)) };
      },
    },
  ],
};

export const sealsOf = (table: TenantTable): readonly Seal[] => seals[getTableName(table)] ?? [];
