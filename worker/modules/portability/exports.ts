/** Exports: asked for, copied table by table behind the scenes, kept for a week. */
import { asc, desc, eq, getTableName, inArray, lt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { systemRandom } from "../../core/ids.ts";
import { removeObjects } from "../../core/objects.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { commit, sendStep, startSteps, watchSteps } from "../outbox/index.ts";
import { archiveKey, archiveVault, exportOrder, proofText } from "./archive.ts";
import { linkToExport } from "./links.ts";
import { exportJob } from "./work.ts";
import { exportParts, exports } from "./schema.ts";

export type Export = Row<typeof exports>;

/** Starts an export. @throws Refusal `wrong_state` while another one is running */
export async function startExport(ctx: Context, passphrase: string) {
  const salt = ctx.randomText(32);
  const key = await archiveKey(passphrase, salt);
  const vault = archiveVault(key, systemRandom);
  const first = exportOrder()[0];
  const row = {
    id: ctx.id("exp"),
    state: "running" as const,
    keySealed: await ctx.vault.seal("export", key),
    salt,
    proof: await vault.seal("proof", proofText),
    cursor: first ? { table: getTableName(first), after: null } : null,
    requestedBy: ctx.actor.id,
    createdAt: ctx.now(),
  };
  try {
    await commit(ctx, [
      ...created(ctx, exports, row, { action: "export.started" }),
      watchSteps(ctx, { job: exportJob, id: row.id, place: "0" }),
    ]);
  } catch (error) {
    if (violation(error)?.name !== "exports_running") throw error;
    throw new Refusal("wrong_state", {
      detail: { id: "Masih ada ekspor yang berjalan.", en: "Another export is still running." },
    });
  }
  await startSteps(ctx, { job: exportJob, id: row.id });
  return getExport(ctx, row.id);
}

export const exportById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(exports)
    .where(ctx.store.own(exports, eq(exports.id, id)));

/** @throws Refusal `not_found` */
export async function loadExport(ctx: Context, id: string): Promise<Export> {
  const [[row]] = await ctx.store.read(exportById(ctx, id));
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getExport = async (ctx: Context, id: string) => showExport(ctx, await loadExport(ctx, id));

export async function listExports(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(exports)
      .where(ctx.store.own(exports, after && lt(exports.id, String(after[0]))))
      .orderBy(desc(exports.id))
      .limit(limit + 1),
  );
  const page = pageFrom(
    rows,
    limit,
    (row) => row,
    (row) => [row.id],
  );
  return { ...page, data: await Promise.all(page.data.map((row) => showExport(ctx, row))) };
}

/** The parts of an export, in order. */
export const partsOf = (ctx: Context, exportId: string) =>
  ctx.store.db
    .select()
    .from(exportParts)
    .where(ctx.store.own(exportParts, eq(exportParts.exportId, exportId)))
    .orderBy(asc(exportParts.position));

const longestMs = 86_400_000;

/** Job: takes away exports whose week is over, gives up those that took a day, and queues the step of the others. */
export async function tendExports(ctx: Context): Promise<void> {
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(exports)
      .where(ctx.store.own(exports, inArray(exports.state, ["running", "done"]))),
  );
  for (const row of rows)
    if (row.state === "done" && (row.expiresAt ?? 0) < ctx.now()) await takeAway(ctx, row, "expired");
    else if (row.state === "running" && row.createdAt + longestMs < ctx.now()) await takeAway(ctx, row, "failed");
    else if (row.state === "running") await sendStep(ctx, { job: exportJob, id: row.id });
}

async function takeAway(ctx: Context, row: Export, state: "expired" | "failed"): Promise<void> {
  await removeObjects(ctx, `exports/${row.id}/`);
  await commit(ctx, [
    ...changed(ctx, exports, row, { state, keySealed: null }, { action: `export.${state}` }),
    ctx.store.remove(exportParts, eq(exportParts.exportId, row.id)),
  ]);
}

async function showExport(ctx: Context, row: Export) {
  const tables = exportOrder().map(getTableName);
  const at = row.cursor ? tables.indexOf(row.cursor.table) : tables.length;
  return {
    id: row.id,
    state: row.state,
    progress: { tablesDone: row.state === "running" ? Math.max(0, at) : tables.length, tables: tables.length },
    rows: row.rows,
    bytes: row.bytes,
    requestedBy: row.requestedBy,
    createdAt: isoInstant(row.createdAt),
    finishedAt: row.finishedAt === null ? null : isoInstant(row.finishedAt),
    expiresAt: row.expiresAt === null ? null : isoInstant(row.expiresAt),
    contentUrl: row.state === "done" ? await linkToExport(ctx, row.id) : null,
  };
}
