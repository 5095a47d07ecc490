/**
 * Chains entries after they were written, so that no writer waits for a head that all would share. The position is the
 * key of a link: of two sealers that saw the same head, the second is refused.
 */
import { asc, count, desc, eq, gt, isNull, min, type SQL } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { isoInstant } from "../../core/time.ts";
import { insertRows, updateRows } from "../../db/bulk.ts";
import type { Row, ShardStore } from "../../db/store.ts";
import { tenants } from "../tenancy/schema.ts";
import { chainHash, firstPreviousHash, type ChainedEntry } from "./hash.ts";
import { auditEntries, auditLinks } from "./schema.ts";

const batchSize = 500;
const batchesOfOneRun = 20;

/** An entry as the chain covers it: every column but the tenant's. */
export const chained = (row: Row<typeof auditEntries>): ChainedEntry => ({
  id: row.id,
  entity: row.entity,
  entityId: row.entityId,
  version: row.version,
  action: row.action,
  actorId: row.actorId,
  actor: row.actor,
  before: row.before,
  after: row.after,
  requestId: row.requestId,
  at: isoInstant(row.at),
});

const headQuery = ({ store }: Context) =>
  store.db.select().from(auditLinks).where(store.own(auditLinks)).orderBy(desc(auditLinks.position)).limit(1);

const unsealed = ({ store }: Context) => store.own(auditEntries, isNull(auditEntries.linkedAt));

/** Chains the tenant's entries, oldest first, as many as one run may take. What is left is the next run's. */
export async function sealChain(ctx: Context): Promise<void> {
  for (let batch = 0; batch < batchesOfOneRun; batch++) if ((await sealBatch(ctx)) < batchSize) return;
}

/** Chains one batch. @returns how many entries there were to chain; all of them are chained then, by this or another sealer */
export async function sealBatch(ctx: Context): Promise<number> {
  const { store } = ctx;
  const [[head], [tenant], entries] = await store.read(
    headQuery(ctx),
    store.db.select({ state: tenants.state }).from(tenants).where(store.own(tenants)),
    store.db.select().from(auditEntries).where(unsealed(ctx)).orderBy(asc(auditEntries.id)).limit(batchSize),
  );
  // The archive that is being read in brings a chain of its own.
  if (entries.length === 0 || tenant?.state === "importing") return 0;
  let { position, hash } = head ?? { position: 0, hash: firstPreviousHash };
  const at = ctx.now();
  const links = [];
  for (const entry of entries) {
    const previousHash = hash;
    hash = await chainHash(chained(entry), previousHash);
    links.push({ position: ++position, entryId: entry.id, hash, previousHash, at });
  }
  const rows = entries.map(({ id }) => ({ id }));
  try {
    await store.atomic([
      insertRows(store, auditLinks, links),
      updateRows(store, auditEntries, rows, ["id"], () => ({ linkedAt: at }), isNull(auditEntries.linkedAt)),
    ]);
  } catch (error) {
    // Another sealer was faster; what it left is found by the next batch.
    if (!["audit_links_pk", "audit_links_entry"].includes(violation(error)?.name ?? "")) throw error;
  }
  return entries.length;
}

/** How far the chain reaches, and how many entries wait for it. */
export async function showChain(ctx: Context) {
  const [[head], [waiting]] = await ctx.store.read(
    headQuery(ctx),
    ctx.store.db.select({ entries: count() }).from(auditEntries).where(unsealed(ctx)),
  );
  return {
    head: head ? { position: head.position, hash: head.hash, at: isoInstant(head.at) } : null,
    unsealed: Number(waiting?.entries ?? 0),
  };
}

/** Tenants of a whole shard with entries to chain, those that wait longest first. */
export async function unsealedTenants({ db, run }: ShardStore, limit: number): Promise<string[]> {
  const [rows] = await run(
    db
      .select({ tenantId: auditEntries.tenantId })
      .from(auditEntries)
      .where(isNull(auditEntries.linkedAt))
      .groupBy(auditEntries.tenantId)
      .orderBy(asc(min(auditEntries.id)))
      .limit(limit),
  );
  return rows.map(({ tenantId }) => tenantId);
}

/** A page of the chain behind `after`, with what each link chains. */
export async function chainPage(ctx: Context, after: number, limit: number, filters: (SQL | undefined)[]) {
  const { store } = ctx;
  const [rows] = await store.read(
    store.db
      .select({ entry: auditEntries, link: auditLinks })
      .from(auditLinks)
      .innerJoin(auditEntries, store.own(auditEntries, eq(auditEntries.id, auditLinks.entryId)))
      .where(store.own(auditLinks, gt(auditLinks.position, after), ...filters))
      .orderBy(asc(auditLinks.position))
      .limit(limit),
  );
  return rows;
}
