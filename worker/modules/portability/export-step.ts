/**
 * Copying a tenant, a page of rows at a time. Each page becomes an object, then one atomic batch that names the part and
 * moves the cursor; the part's position is its key, so a page is copied once however often its step runs.
 */
import { eq, getTableName } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { systemRandom } from "../../core/ids.ts";
import { insertRows } from "../../db/bulk.ts";
import type { TenantTable } from "../../db/store.ts";
import { ownKey, rowsAfter } from "../../db/whole.ts";
import { changed } from "../audit/index.ts";
import { commit, event, watchSteps } from "../outbox/index.ts";
import { archiveVault, chainedUntil, exportOrder, partName, worthKeeping } from "./archive.ts";
import { loadExport, type Export } from "./exports.ts";
import { packRow, type ArchivedRow } from "./rows.ts";
import { exportParts, exports } from "./schema.ts";
import { exportJob } from "./work.ts";

/** Rows of one part, and parts of one message. */
const pageRows = 1000;
const pagesOfOneStep = 20;
const keptMs = 7 * 86_400_000;

interface Page {
  table: TenantTable;
  rows: ArchivedRow[];
  next: Export["cursor"];
}

/** Copies some pages. Of two that run at once, one gives up. @returns whether the next step is this one's to queue */
export async function exportStep(ctx: Context, id: string): Promise<boolean> {
  let row = await loadExport(ctx, id);
  try {
    for (let pages = 0; row.state === "running" && pages < pagesOfOneStep; pages++) {
      const page = row.cursor && (await readPage(ctx, row, row.cursor));
      await (page && page.rows.length > 0 ? keepPage(ctx, row, page) : finish(ctx, row));
      row = await loadExport(ctx, id);
    }
  } catch (error) {
    if (violation(error)?.kind === "unique" || violation(error)?.kind === "notNull") return false;
    throw error;
  }
  return true;
}

/** The next page that has rows: empty tables are passed over. */
async function readPage(ctx: Context, row: Export, cursor: NonNullable<Export["cursor"]>): Promise<Page | undefined> {
  const order = exportOrder();
  let at = order.findIndex((each) => getTableName(each) === cursor.table);
  for (let after = cursor.after; at >= 0 && at < order.length; at++, after = null) {
    const table = order[at] as TenantTable;
    const [rows] = await ctx.store.read(
      rowsAfter(ctx.store, table, after, pageRows, ...worthKeeping(table, chainedUntil(row))),
    );
    if (rows.length === 0) continue;
    const last = rows.at(-1) as ArchivedRow;
    const following = order[at + 1];
    const next =
      rows.length === pageRows
        ? { table: getTableName(table), after: ownKey(table).map(([key]) => last[key] as string | number) }
        : following
          ? { table: getTableName(following), after: null }
          : null;
    return { table, rows, next };
  }
  return undefined;
}

async function keepPage(ctx: Context, row: Export, { table, rows, next }: Page): Promise<void> {
  const archive = archiveVault(await ctx.vault.open("export", row.keySealed ?? ""), systemRandom);
  const lines = await Promise.all(rows.map((each) => packRow(table, asOf(each, row), ctx.vault, archive)));
  const content = new Uint8Array(new TextEncoder().encode(`${lines.join("\n")}\n`));
  const name = partName(row.parts + 1, getTableName(table));
  const objectKey = `exports/${row.id}/${name}`;
  await ctx.env.FILES.put(`${ctx.tenant.id}/${objectKey}`, content);
  await ctx.store.atomic([
    ctx.store.insert(exportParts, {
      exportId: row.id,
      position: row.parts + 1,
      name,
      objectKey,
      rows: rows.length,
      bytes: content.length,
      sha256: await sha256(content),
    }),
    ctx.store.update(
      exports,
      {
        cursor: next,
        parts: row.parts + 1,
        rows: row.rows + rows.length,
        bytes: row.bytes + content.length,
      },
      eq(exports.id, row.id),
    ),
    watchSteps(ctx, { job: exportJob, id: row.id, place: String(row.parts + 1) }),
  ]);
}

/** An entry of the log that was chained after the cut is not chained yet. */
const asOf = (each: ArchivedRow, row: Export): ArchivedRow =>
  Number(each["linkedAt"] ?? 0) > chainedUntil(row) ? { ...each, linkedAt: null } : each;

/** After the last row: the files, which stay where they are and are only named, and the end. */
async function finish(ctx: Context, row: Export): Promise<void> {
  const prefix = `${ctx.tenant.id}/files/`;
  let position = row.parts;
  let bytes = row.bytes;
  const inserts = [];
  for (let cursor: string | undefined; ;) {
    const found = await ctx.env.FILES.list({ prefix, limit: 1000, ...(cursor && { cursor }) });
    for (const { key, size } of found.objects) {
      const name = `files/${key.slice(prefix.length)}`;
      inserts.push({
        exportId: row.id,
        position: ++position,
        name,
        objectKey: name,
        rows: 0,
        bytes: size,
        sha256: null,
      });
      bytes += size;
    }
    if (!found.truncated) break;
    cursor = found.cursor;
  }
  const end = {
    state: "done",
    keySealed: null,
    cursor: null,
    parts: position,
    bytes,
    finishedAt: ctx.now(),
    expiresAt: ctx.now() + keptMs,
  } as const;
  await commit(ctx, [
    ...(inserts.length > 0 ? [insertRows(ctx.store, exportParts, inserts)] : []),
    ...changed(ctx, exports, row, end, { action: "export.finished" }),
    event(ctx, "export.finished", { exportId: row.id, requestedBy: row.requestedBy }),
  ]);
}
