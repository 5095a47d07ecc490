/**
 * Seals what is stored under the current master key, a chunk at a time, while everything goes on. It walks a shard and
 * not a tenant, because the key is the operator's; each text is opened and sealed by its own tenant's vault.
 */
import { and, asc, eq, isNotNull, sql, type SQL } from "drizzle-orm";
import { shards, type Column, type Statement } from "#dialect";
import { isSealed, masterKeyId, type Vault } from "../core/vault.ts";
import type { Platform } from "../core/platform.ts";
import { sealedColumns, type SealedColumn } from "./sealed.ts";
import type { ShardStore } from "./store.ts";

/** Where a walk stands: behind the row `after` of a column on a shard. */
export interface Position {
  shard: number;
  column: string;
  /** The row's tenant and key. */
  after?: string[] | undefined;
}

/** A row that can't be resealed, because no key that is set opens it. */
export interface Unopenable {
  column: string;
  row: string[];
}

export interface Chunk {
  masterKey: { current: string; previous: string | null };
  /** What was looked at. */
  shard: number;
  column: string;
  read: number;
  resealed: number;
  /** Rows that somebody else wrote meanwhile; they are left as they are. */
  changedMeanwhile: number;
  unopenable: Unopenable[];
  /** Where to go on, or null at the end. */
  next: Position | null;
}

type SealedRow = Record<string, unknown> & { tenantId: string };

/** Reseals up to `limit` rows from `position`, or from the beginning. Two round trips, one where all is current. */
export async function resealChunk(platform: Platform, from: Position | undefined, limit: number): Promise<Chunk> {
  const { env, settings } = platform;
  const columns = sealedColumns();
  const shard = from?.shard ?? 0;
  const index = from ? columns.findIndex(({ name }) => name === from.column) : 0;
  const sealed = columns[index];
  if (!sealed || !shards(env).includes(shard)) throw new RangeError("No such position");
  const store = platform.shard(shard);
  const rows = await readRows(store, sealed, from?.after, limit);

  const chunk: Chunk = {
    masterKey: {
      current: masterKeyId(settings.MASTER_KEY),
      previous: settings.MASTER_KEY_PREVIOUS ? masterKeyId(settings.MASTER_KEY_PREVIOUS) : null,
    },
    shard,
    column: sealed.name,
    read: rows.length,
    resealed: 0,
    changedMeanwhile: 0,
    unopenable: [],
    next: null,
  };
  const vaults = new Map<string, Vault>();
  const vaultOf = (tenantId: string) => {
    const vault = vaults.get(tenantId) ?? platform.vault(tenantId);
    vaults.set(tenantId, vault);
    return vault;
  };
  const updates: Statement[] = [];
  for (const row of rows)
    try {
      const changes = await resealed(vaultOf(row.tenantId), sealed, row);
      if (changes) updates.push(replace(store, sealed, row, changes));
    } catch {
      chunk.unopenable.push({ column: sealed.name, row: keyOf(sealed, row) });
    }
  if (updates.length > 0) {
    const results = await store.run(...(updates as [Statement, ...Statement[]]));
    chunk.resealed = (results as readonly unknown[][]).filter((written) => written.length > 0).length;
    chunk.changedMeanwhile = updates.length - chunk.resealed;
  }

  const last = rows.at(-1);
  if (last && rows.length === limit) chunk.next = { shard, column: sealed.name, after: keyOf(sealed, last) };
  else {
    const column = columns[index + 1] ?? columns[0];
    const nextShard = columns[index + 1] ? shard : shard + 1;
    if (column && shards(env).includes(nextShard)) chunk.next = { shard: nextShard, column: column.name };
  }
  return chunk;
}

const columnsOf = ({ table }: SealedColumn) => table as unknown as Record<string, Column>;
const keyColumns = (sealed: SealedColumn) =>
  ["tenantId", ...sealed.key].map((name) => columnsOf(sealed)[name] as Column);
const keyOf = ({ key }: SealedColumn, row: SealedRow): string[] =>
  ["tenantId", ...key].map((name) => String(row[name]));
const list = (parts: (SQL | Column)[]) => sql`(${sql.join(parts, sql`, `)})`;

async function readRows(
  { db, run }: ShardStore,
  sealed: SealedColumn,
  after: string[] | undefined,
  limit: number,
): Promise<SealedRow[]> {
  const keys = keyColumns(sealed);
  const beyond = after && sql`${list(keys)} > ${list(after.map((part) => sql`${part}`))}`;
  const [rows] = await run(
    db
      .select()
      .from(sealed.table as never)
      .where(and(isNotNull(columnsOf(sealed)[sealed.column] as Column), beyond))
      .orderBy(...keys.map((key) => asc(key)))
      .limit(limit),
  );
  return rows as SealedRow[];
}

/** A row's texts under the current key, and its digest; undefined where they are already. */
async function resealed(vault: Vault, sealed: SealedColumn, row: SealedRow) {
  const value = row[sealed.column] as string | Record<string, string>;
  const texts = typeof value === "string" ? { "": value } : value;
  if (Object.values(texts).every((text) => vault.isCurrent(text))) return undefined;
  const renewed: Record<string, string> = {};
  let digest: string | undefined;
  for (const [field, text] of Object.entries(texts)) {
    const purpose = sealed.purpose(row, field);
    const plain = sealed.formerlyPlain && !isSealed(text) ? text : await vault.open(purpose, text);
    renewed[field] = await vault.seal(purpose, plain);
    if (sealed.digest) digest = await vault.digest(purpose, plain);
  }
  return {
    [sealed.column]: typeof value === "string" ? renewed[""] : renewed,
    ...(sealed.digest && { [sealed.digest]: digest }),
  };
}

/** Replaces a row's texts, unless they are no longer those that were read. Gives the row where it did. */
const replace = (store: ShardStore, sealed: SealedColumn, row: SealedRow, changes: object): Statement =>
  store.db
    .update(sealed.table as never)
    .set(changes as never)
    .where(
      and(
        ...["tenantId", ...sealed.key, sealed.column].map((name) => eq(columnsOf(sealed)[name] as Column, row[name])),
      ),
    )
    .returning({ tenantId: columnsOf(sealed)["tenantId"] as never }) as unknown as Statement;
