/**
 * Reading an archive into a tenant, some rows at a time. Each batch moves the place with the rows, so that a row is read
 * once however often its step runs. What the tenant had from its beginning goes first; who imports goes last.
 */
import { and, eq, getTableName, ne, sql } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { removeObjects } from "../../core/objects.ts";
import { systemRandom } from "../../core/ids.ts";
import { insertRows } from "../../db/bulk.ts";
import { removeAll } from "../../db/whole.ts";
import { changed } from "../audit/index.ts";
import { commit, event, watchSteps } from "../outbox/index.ts";
import { tenantQuery } from "../tenancy/index.ts";
import { tenants } from "../tenancy/schema.ts";
import { refreshTokens, sessions, users } from "../users/schema.ts";
import { archivedTables, archiveVault, BadArchive, tableOfPart } from "./archive.ts";
import { loadImport, objectOf, type Import } from "./imports.ts";
import { unpackRow } from "./rows.ts";
import { importParts, imports } from "./schema.ts";
import { importJob } from "./work.ts";

/** Rows of one batch, and batches of one message. */
const batchRows = 250;
const batchesOfOneStep = 20;
const statementsOfOneStep = 200;

/** Reads some batches. Of two that run at once, one gives up. @returns whether the next step is this one's to queue */
export async function importStep(ctx: Context, id: string): Promise<boolean> {
  let row = await loadImport(ctx, id);
  try {
    for (let batches = 0; row.state === "running" && batches < batchesOfOneStep; batches++) {
      await step(ctx, row);
      row = await loadImport(ctx, id);
    }
  } catch (error) {
    const now = await loadImport(ctx, id);
    if (placeOf(now) !== placeOf(row) || now.state !== row.state) return false;
    if (!violation(error) && !(error instanceof BadArchive)) throw error;
    log.error("import_failed", error, { tenantId: ctx.tenant.id, importId: id });
    await fail(ctx, now, error as Error);
  }
  return true;
}

export const placeOf = ({ position, line }: Pick<Import, "position" | "line">): string => `${position}:${line}`;

/** Files first, then tables in the order in which rows refer to each other. */
function partsInOrder({ manifest }: Import) {
  const order = archivedTables().map(getTableName);
  const rank = (name: string) => order.indexOf(tableOfPart(name) ?? "");
  return [...manifest.parts].sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}

async function step(ctx: Context, row: Import): Promise<void> {
  if (row.position === 0 && row.line === 0 && !(await clear(ctx, row))) return;
  const part = partsInOrder(row)[row.position];
  if (!part) return finish(ctx, row);
  const table = archivedTables().find((each) => getTableName(each) === tableOfPart(part.name));
  const object = await ctx.env.FILES.get(objectOf(ctx, row.id, part.name));
  if (!object) throw new BadArchive(`${part.name} is gone`);
  if (!table) {
    await ctx.env.FILES.put(`${ctx.tenant.id}/${part.name}`, object.body);
    return advance(ctx, row, { position: row.position + 1, line: 0, rows: row.rows }, []);
  }
  const lines = (await object.text()).split("\n").filter(Boolean);
  const some = lines.slice(row.line, row.line + batchRows);
  const archive = archiveVault(await ctx.vault.open("import", row.keySealed ?? ""), systemRandom);
  const rows = await Promise.all(some.map((line) => unpackRow(table, line, archive, ctx.vault)));
  const isLast = row.line + batchRows >= lines.length;
  const place = isLast
    ? { position: row.position + 1, line: 0 }
    : { position: row.position, line: row.line + batchRows };
  return advance(
    ctx,
    row,
    { ...place, rows: row.rows + rows.length },
    rows.length > 0 ? [insertRows(ctx.store, table, rows)] : [],
  );
}

/** The import, where it still stands where it was read. */
const unmoved = ({ store }: Context, { id, position, line }: Import) =>
  store.db
    .select({ id: imports.id })
    .from(imports)
    .where(
      store.own(
        imports,
        eq(imports.id, id),
        eq(imports.state, "running"),
        eq(imports.position, position),
        eq(imports.line, line),
      ),
    );

/** Moves the place from where it was read; a second step that read the same place finds it moved, and writes nothing. */
async function advance(
  ctx: Context,
  row: Import,
  next: Pick<Import, "position" | "line" | "rows">,
  statements: Parameters<typeof ctx.store.atomic>[0],
): Promise<void> {
  const { store } = ctx;
  await store.atomic([
    // No row, hence NULL, hence refused, where the place has moved.
    store.update(imports, { id: sql`${unmoved(ctx, row)}` }, eq(imports.id, row.id)),
    ...statements,
    store.update(imports, next, eq(imports.id, row.id)),
    watchSteps(ctx, { job: importJob, id: row.id, place: placeOf(next) }),
  ]);
}

/**
 * Removes what the tenant has from its beginning, or from an import that failed. Who imports stays, out of the way.
 * @returns whether nothing is left
 */
async function clear(ctx: Context, row: Import): Promise<boolean> {
  const { store } = ctx;
  const others = store.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(store.own(sessions, ne(sessions.userId, row.requestedBy)));
  // A step that comes late must not remove what another one has read by now.
  const atStart = sql`exists ${unmoved(ctx, row)}`;
  await store.atomic([
    store.remove(refreshTokens, sql`${refreshTokens.sessionId} in ${others}`, atStart),
    store.remove(sessions, ne(sessions.userId, row.requestedBy), atStart),
  ]);
  const isCleared = await removeAll(store, archivedTables().reverse(), {
    only: (table) => and(atStart, table === (users as unknown) ? ne(users.id, row.requestedBy) : undefined),
    statements: statementsOfOneStep,
  });
  const away = `import.${row.id}`.toLowerCase();
  await store.atomic([
    store.update(
      users,
      { number: 0, username: away, email: `${away}@import.invalid` },
      and(eq(users.id, row.requestedBy), ne(users.username, away)),
    ),
  ]);
  return isCleared;
}

const hasTotals = ({ manifest }: Import) => manifest.parts.some(({ name }) => tableOfPart(name) === "invoice_totals");

/** The tenant becomes what the archive says, and who imported goes: from now on the archive's people sign in. */
async function finish(ctx: Context, row: Import): Promise<void> {
  const { store } = ctx;
  const [[tenant]] = await store.read(tenantQuery(store));
  if (!tenant) return;
  const { name, kinds, timeZone, settings } = row.manifest.tenant;
  const changes = { name, kinds, timeZone, settings, state: "active", maintenance: null } as Partial<typeof tenant>;
  await commit(ctx, [
    ...changed(ctx, tenants, tenant, changes, { action: "tenant.imported" }),
    ...changed(
      ctx,
      imports,
      row,
      { state: "done", keySealed: null, finishedAt: ctx.now() },
      { action: "import.finished" },
    ),
    store.remove(importParts, eq(importParts.importId, row.id)),
    // An archive of an earlier version has no totals.
    ...(hasTotals(row) ? [] : [event(ctx, "totals.rebuild_asked", {})]),
    store.remove(refreshTokens),
    store.remove(sessions, eq(sessions.userId, row.requestedBy)),
    store.remove(users, eq(users.id, row.requestedBy)),
  ]);
  await removeObjects(ctx, `imports/${row.id}/`);
}

async function fail(ctx: Context, row: Import, error: Error): Promise<void> {
  const failure = (violation(error)?.name || error.message).slice(0, 200);
  const [[tenant]] = await ctx.store.read(tenantQuery(ctx.store));
  await commit(ctx, [
    ...changed(ctx, imports, row, { state: "failed", failure }, { action: "import.failed" }),
    ...(tenant ? changed(ctx, tenants, tenant, { state: "active" }, { action: "tenant.import_failed" }) : []),
  ]);
}
