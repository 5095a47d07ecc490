/** Imports: an archive's manifest first, then its parts, then the reading. Only into a tenant that has nothing of its own. */
import { count, desc, eq, getTableName, inArray, lt } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import type { Upload } from "../../core/http/upload.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { systemRandom } from "../../core/ids.ts";
import { removeObjects } from "../../core/objects.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created, noted } from "../audit/index.ts";
import { commit, commitAndReadEach, startSteps, watchSteps } from "../outbox/index.ts";
import { tenantQuery } from "../tenancy/index.ts";
import { tenants } from "../tenancy/schema.ts";
import { archiveKey, archiveVault, archivedTables, proofText, tableOfPart, type Manifest } from "./archive.ts";
import { importParts, imports } from "./schema.ts";
import { importJob } from "./work.ts";

export type Import = Row<typeof imports>;

/** What a tenant has from its beginning, and what nobody minds to lose. */
const fromTheStart = new Set([
  ...["users", "user_terms", "user_profiles", "brands"],
  ...["audit_entries", "audit_links", "sequences", "counters", "outbox", "tasks", "task_runs"],
  // The mail by which the owner confirms the address.
  ...["notifications", "deliveries", "delivery_attempts"],
]);

/**
 * Begins an import.
 * @throws Refusal `in_use` where the tenant has data, `invalid_input` naming `passphrase` or `manifest`
 */
export async function beginImport(ctx: Context, input: { manifest: Manifest; passphrase: string }) {
  const key = await archiveKey(input.passphrase, input.manifest.salt);
  await requirePassphrase(key, input.manifest.proof);
  requireKnownTables(input.manifest);
  await requireEmpty(ctx);
  const row = {
    id: ctx.id("imp"),
    state: "receiving" as const,
    manifest: input.manifest,
    keySealed: await ctx.vault.seal("import", key),
    requestedBy: ctx.actor.id,
    createdAt: ctx.now(),
  };
  try {
    const begun = created(ctx, imports, row, { action: "import.begun" });
    const [rows, arrived] = await commitAndReadEach(ctx, begun, importQueries(ctx, row.id));
    return showWhole(rows, arrived);
  } catch (error) {
    if (violation(error)?.name !== "imports_open") throw error;
    throw new Refusal("wrong_state", {
      detail: { id: "Masih ada impor yang terbuka.", en: "Another import is still open." },
    });
  }
}

async function requirePassphrase(key: string, proof: string): Promise<void> {
  const opened = await archiveVault(key, systemRandom)
    .open("proof", proof)
    .catch(() => undefined);
  if (opened !== proofText)
    throw refuseField("passphrase", "Kata sandi arsip salah.", "Wrong passphrase for this archive.");
}

function requireKnownTables({ parts }: Manifest): void {
  const known = new Set(archivedTables().map(getTableName));
  const strange = parts.find(({ name }) => !name.startsWith("files/") && !known.has(tableOfPart(name) ?? ""));
  if (strange)
    throw refuseField(
      "manifest",
      `Bagian ${strange.name} tidak dikenal versi ini.`,
      `This version does not know the part ${strange.name}.`,
    );
}

async function requireEmpty(ctx: Context): Promise<void> {
  const { db, own, read } = ctx.store;
  const tables = archivedTables().filter((each) => !fromTheStart.has(getTableName(each)));
  const queries = tables.map((table) =>
    db.select({ rows: count() }).from(
      db
        .select({ one: table.tenantId })
        .from(table as never)
        .where(own(table))
        .limit(1)
        .as("some"),
    ),
  );
  const found = (await read(...(queries as unknown as [Statement]))) as unknown as { rows: number }[][];
  const filled = tables.filter((_, n) => (found[n]?.[0]?.rows ?? 0) > 0).map(getTableName);
  if (filled.length > 0)
    throw new Refusal("in_use", {
      detail: {
        id: `Impor hanya ke perusahaan yang masih kosong; di sini sudah ada: ${filled.join(", ")}.`,
        en: `An import goes into an empty company only; this one has ${filled.join(", ")}.`,
      },
    });
}

/** @throws Refusal `not_found` */
export async function loadImport(ctx: Context, id: string): Promise<Import> {
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(imports)
      .where(ctx.store.own(imports, eq(imports.id, id))),
  );
  if (!row) throw new Refusal("not_found");
  return row;
}

/** The queries for an import and the names of its parts that have arrived. */
const importQueries = ({ store: { db, own } }: Context, id: string) =>
  [
    db
      .select()
      .from(imports)
      .where(own(imports, eq(imports.id, id))),
    db
      .select({ name: importParts.name })
      .from(importParts)
      .where(own(importParts, eq(importParts.importId, id))),
  ] as const;

function showWhole([row]: Import[], arrived: { name: string }[]) {
  if (!row) throw new Refusal("not_found");
  const has = new Set(arrived.map(({ name }) => name));
  const missing = row.manifest.parts.map(({ name }) => name).filter((name) => !has.has(name));
  return { ...showImport(row), missing };
}

/** An import and the parts it waits for. @throws Refusal `not_found` */
export async function getImport(ctx: Context, id: string) {
  const [rows, arrived] = await ctx.store.read(...importQueries(ctx, id));
  return showWhole(rows, arrived);
}

export async function listImports(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(imports)
      .where(ctx.store.own(imports, after && lt(imports.id, String(after[0]))))
      .orderBy(desc(imports.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showImport, (row) => [row.id]);
}

/** Takes a part in. Sent again, it takes the place of what came before. @throws Refusal naming what does not fit */
export async function receivePart(ctx: Context, id: string, name: string, { bytes, sha256 }: Upload): Promise<void> {
  const row = await loadImport(ctx, id);
  const expected = row.manifest.parts.find((part) => part.name === name);
  if (!expected) throw new Refusal("not_found");
  if (row.state !== "receiving") throw new Refusal("wrong_state");
  if (bytes.length !== expected.bytes || (expected.sha256 !== null && sha256 !== expected.sha256))
    throw refuseField("file", "Isinya berbeda dari daftar arsip.", "Its content differs from the archive's list.");
  await ctx.env.FILES.put(objectOf(ctx, id, name), bytes);
  const arrived = { importId: id, name, bytes: bytes.length, sha256 };
  await ctx.store.atomic([
    ctx.store.remove(importParts, eq(importParts.importId, id), eq(importParts.name, name)),
    ctx.store.insert(importParts, arrived),
  ]);
}

export const objectOf = (ctx: Context, importId: string, name: string): string =>
  `${ctx.tenant.id}/imports/${importId}/${name}`;

/** Begins reading, once every part is there; of a failed import, from the start. */
export async function startImport(ctx: Context, id: string) {
  const [[row], arrived, [tenant]] = await ctx.store.read(...importQueries(ctx, id), tenantQuery(ctx.store));
  if (!row || !tenant) throw new Refusal("not_found");
  if (row.state !== "receiving" && row.state !== "failed") throw new Refusal("wrong_state");
  const { missing } = showWhole([row], arrived);
  if (missing.length > 0)
    throw new Refusal("wrong_state", {
      detail: { id: `Masih kurang ${missing.length} bagian.`, en: `${missing.length} parts have not arrived yet.` },
    });
  const start = { state: "running", position: 0, line: 0, rows: 0, failure: null } as const;
  if (tenant.state !== "active") throw new Refusal("wrong_state");
  const [rows, parts] = await commitAndReadEach(
    ctx,
    [
      ...changed(ctx, imports, row, start, { action: "import.started" }),
      // Nobody else writes meanwhile.
      ...changed(ctx, tenants, tenant, { state: "importing" }, { action: "tenant.import_began" }),
      watchSteps(ctx, { job: importJob, id, place: "0:0" }),
    ],
    importQueries(ctx, id),
  );
  await startSteps(ctx, { job: importJob, id });
  return showWhole(rows, parts);
}

/** Gives up an import that has not begun to read. */
export async function cancelImport(ctx: Context, id: string): Promise<void> {
  const row = await loadImport(ctx, id);
  if (row.state !== "receiving") throw new Refusal("wrong_state");
  await commit(ctx, [
    noted(ctx, { entity: "import", entityId: id, action: "import.cancelled" }),
    ctx.store.remove(importParts, eq(importParts.importId, id)),
    ctx.store.remove(imports, eq(imports.id, id), inArray(imports.state, ["receiving"])),
  ]);
  await removeObjects(ctx, `imports/${id}/`);
}

export const showImport = ({ manifest, ...row }: Import) => ({
  id: row.id,
  state: row.state,
  from: { slug: manifest.tenant.slug, name: manifest.tenant.name, madeAt: manifest.madeAt },
  progress: { partsDone: row.position, parts: manifest.parts.length },
  rows: row.rows,
  failure: row.failure,
  requestedBy: row.requestedBy,
  createdAt: isoInstant(row.createdAt),
  finishedAt: row.finishedAt === null ? null : isoInstant(row.finishedAt),
});
