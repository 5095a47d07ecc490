import { sql } from "drizzle-orm";
import { count, foreignKey, instant, json, money, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import type { Place } from "../../db/whole.ts";
import type { Manifest } from "./archive.ts";
import type { ExportState, ImportState } from "./states.ts";

/** A copy of everything of the tenant, made table by table; see `docs/decisions/0012-archive.md`. */
export const exports = table(
  "exports",
  {
    tenantId: tenantId(),
    id: id(),
    state: text("state").$type<ExportState>().notNull(),
    /** The archive's key, sealed; gone when the export is done. */
    keySealed: text("key_sealed"),
    salt: text("salt").notNull(),
    proof: text("proof").notNull(),
    /** The table being copied, and the last row that was. */
    cursor: json("cursor").$type<{ table: string; after: Place | null }>(),
    parts: count("parts").notNull().default(0),
    rows: count("rows").notNull().default(0),
    bytes: money("bytes").notNull().default(0),
    requestedBy: text("requested_by").notNull(),
    finishedAt: instant("finished_at"),
    expiresAt: instant("expires_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "exports_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("exports_running")
      .on(t.tenantId)
      .where(sql`${t.state} = 'running'`),
  ],
);

sealedColumn(exports, "keySealed", { purpose: () => "export" });

/** What an export consists of, in order. `objectKey` is the part's place in the bucket, beyond the tenant's own. */
export const exportParts = table(
  "export_parts",
  {
    tenantId: tenantId(),
    exportId: text("export_id").notNull(),
    position: count("position").notNull(),
    name: text("name").notNull(),
    objectKey: text("object_key").notNull(),
    rows: count("rows").notNull(),
    bytes: count("bytes").notNull(),
    sha256: text("sha256"),
  },
  (t) => [
    primaryKey({ name: "export_parts_pk", columns: [t.tenantId, t.exportId, t.position] }),
    uniqueIndex("export_parts_name").on(t.tenantId, t.exportId, t.name),
    foreignKey({
      name: "export_parts_export_fk",
      columns: [t.tenantId, t.exportId],
      foreignColumns: [exports.tenantId, exports.id],
    }),
  ],
);

/** An archive being read into an empty tenant. */
export const imports = table(
  "imports",
  {
    tenantId: tenantId(),
    id: id(),
    state: text("state").$type<ImportState>().notNull(),
    manifest: json("manifest").$type<Manifest>().notNull(),
    keySealed: text("key_sealed"),
    /** Parts read so far, and lines of the next one. */
    position: count("position").notNull().default(0),
    line: count("line").notNull().default(0),
    rows: count("rows").notNull().default(0),
    failure: text("failure"),
    requestedBy: text("requested_by").notNull(),
    finishedAt: instant("finished_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "imports_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("imports_open")
      .on(t.tenantId)
      .where(sql`${t.state} in ('receiving', 'running')`),
  ],
);

sealedColumn(imports, "keySealed", { purpose: () => "import" });

/** The parts of an archive that have arrived. */
export const importParts = table(
  "import_parts",
  {
    tenantId: tenantId(),
    importId: text("import_id").notNull(),
    name: text("name").notNull(),
    bytes: count("bytes").notNull(),
    sha256: text("sha256").notNull(),
  },
  (t) => [
    primaryKey({ name: "import_parts_pk", columns: [t.tenantId, t.importId, t.name] }),
    foreignKey({
      name: "import_parts_import_fk",
      columns: [t.tenantId, t.importId],
      foreignColumns: [imports.tenantId, imports.id],
    }),
  ],
);
