import { sql } from "drizzle-orm";
import { count, foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import type { ImportMapping, ImportOptions, Reason } from "./fields.ts";
import type { CustomerImportState } from "./states.ts";

/** A file of customers. It is an object beside the store, read from `offset` on. */
export const customerImports = table(
  "customer_imports",
  {
    tenantId: tenantId(),
    id: id(),
    state: text("state").$type<CustomerImportState>().notNull(),
    fileName: text("file_name"),
    bytes: count("bytes").notNull().default(0),
    delimiter: text("delimiter").notNull().default(","),
    /** The cells of its first row. */
    header: json("header").$type<string[]>().notNull(),
    /** Where the rows below the header begin. */
    dataOffset: count("data_offset").notNull().default(0),
    dataLine: count("data_line").notNull().default(1),
    /** Rows of the file, without the header and empty ones. */
    rows: count("rows").notNull().default(0),
    mapping: json("mapping").$type<ImportMapping>(),
    options: json("options").$type<ImportOptions>(),
    /** Where the next row begins, and how many lines stand before it: this and the counts move with the rows' own batch. */
    offset: count("offset").notNull().default(0),
    line: count("line").notNull().default(0),
    created: count("created").notNull().default(0),
    updated: count("updated").notNull().default(0),
    unchanged: count("unchanged").notNull().default(0),
    rejected: count("rejected").notNull().default(0),
    requestedBy: text("requested_by").notNull(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** When the file and what names its rows are taken away. */
    expiresAt: instant("expires_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "customer_imports_pk", columns: [t.tenantId, t.id] }),
    /** One at a time: two files with the same person would each add a customer. */
    uniqueIndex("customer_imports_running")
      .on(t.tenantId)
      .where(sql`${t.state} = 'running'`),
    index("customer_imports_expiry")
      .on(t.tenantId, t.expiresAt)
      .where(sql`${t.expiresAt} is not null`),
  ],
);

/** Which customer a line of the file is about: no two lines may be about one. */
export const customerImportRows = table(
  "customer_import_rows",
  {
    tenantId: tenantId(),
    importId: text("import_id").notNull(),
    customerId: text("customer_id").notNull(),
    line: count("line").notNull(),
  },
  (t) => [
    primaryKey({ name: "customer_import_rows_pk", columns: [t.tenantId, t.importId, t.customerId] }),
    foreignKey({
      name: "customer_import_rows_import_fk",
      columns: [t.tenantId, t.importId],
      foreignColumns: [customerImports.tenantId, customerImports.id],
    }),
  ],
);

/** A row that was not taken, and why. What stood in it is in the file alone. */
export const customerImportRejections = table(
  "customer_import_rejections",
  {
    tenantId: tenantId(),
    importId: text("import_id").notNull(),
    line: count("line").notNull(),
    /** What the row calls the customer. */
    name: text("name"),
    reasons: json("reasons").$type<Reason[]>().notNull(),
  },
  (t) => [
    primaryKey({ name: "customer_import_rejections_pk", columns: [t.tenantId, t.importId, t.line] }),
    foreignKey({
      name: "customer_import_rejections_import_fk",
      columns: [t.tenantId, t.importId],
      foreignColumns: [customerImports.tenantId, customerImports.id],
    }),
  ],
);
