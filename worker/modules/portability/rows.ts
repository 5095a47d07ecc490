/** Rows as they travel: a line of JSON each, without the tenant, sealed under the archive's key. */
import { getTableName } from "drizzle-orm";
import type { Vault } from "../../core/vault.ts";
import { sealedColumns } from "../../db/sealed.ts";
import type { TenantTable } from "../../db/store.ts";
import { BadArchive } from "./archive.ts";

export type ArchivedRow = Record<string, unknown>;

/** A row of the store as a line of the archive. */
export async function packRow(table: TenantTable, row: ArchivedRow, from: Vault, to: Vault): Promise<string> {
  const { tenantId: _tenantId, ...rest } = row;
  return JSON.stringify(await moved(table, rest, from, to));
}

/** A line of the archive as a row for the store. @throws BadArchive when it is no row of this table */
export async function unpackRow(table: TenantTable, line: string, from: Vault, to: Vault): Promise<ArchivedRow> {
  const name = getTableName(table);
  const row = parsed(line);
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw new BadArchive(`${name}: not a row`);
  const unknown = Object.keys(row).filter((key) => key === "tenantId" || !(key in table));
  if (unknown.length > 0) throw new BadArchive(`${name} has no ${unknown.join(", ").slice(0, 100)}`);
  return moved(table, row as ArchivedRow, from, to).catch(() => {
    throw new BadArchive(`${name}: a sealed value does not open`);
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A row with each sealed value opened by one vault and sealed by the other, and each digest made anew. */
async function moved(table: TenantTable, row: ArchivedRow, from: Vault, to: Vault): Promise<ArchivedRow> {
  const changes: ArchivedRow = {};
  for (const { column, digest, purpose } of sealedColumns().filter((each) => each.table === table)) {
    const sealed = row[column];
    const move = async (field: string, text: string) => {
      const plain = await from.open(purpose(row, field), text);
      if (digest) changes[digest] = await to.digest(purpose(row, field), plain);
      return to.seal(purpose(row, field), plain);
    };
    if (typeof sealed === "string") changes[column] = await move(column, sealed);
    else if (sealed !== null && typeof sealed === "object") changes[column] = await eachOf(sealed, move);
  }
  return { ...row, ...changes };
}

async function eachOf(record: object, move: (field: string, text: string) => Promise<string>): Promise<ArchivedRow> {
  const moved = Object.entries(record).map(async ([field, text]) => [field, await move(field, String(text))]);
  return Object.fromEntries(await Promise.all(moved)) as ArchivedRow;
}
