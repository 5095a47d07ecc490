/** "Export Pelanggan to CSV" and "Import Pelanggan from CSV". */
import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { streamed } from "../../core/http/upload.ts";
import { mostRows, tableTypes } from "../../core/tables.ts";
import {
  exportCustomersBySkip,
  importCustomersAtOnce,
  importLimits,
  type ImportField,
} from "../../modules/customer-imports/index.ts";
import { names } from "./customer.ts";
import { customerFilters, filterOf } from "./customers.ts";
import { artacom } from "./profile.ts";

const exportQuery = z.object({
  ...customerFilters,
  skip: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(mostRows).default(mostRows),
});

/** Its names for the columns of a file. */
const columnNames: Partial<Record<ImportField, string>> = {
  ...Object.fromEntries(Object.entries(names).map(([theirs, ours]) => [ours, theirs])),
  plan: "layanan",
  brand: "id_brand",
  number: "id",
};

/** The source shows no answer. */
const imported = z
  .object({
    message: z.string(),
    import_id: z.string(),
    status: z.string().openapi({ description: "`done`; `running` while a long file is worked off in the background." }),
    total_rows: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    rejected: z.int(),
    errors: z
      .array(
        z.object({
          row: z.int().openapi({ description: "Line of the file; its header is 1." }),
          nama: z.string().nullable(),
          errors: z.array(z.object({ field: z.string().nullable(), message: z.string() })),
        }),
      )
      .openapi({ description: "Rows that were not taken and why; the first hundred." }),
  })
  .openapi("PelangganImport");
type Done = Awaited<ReturnType<typeof importCustomersAtOnce>>;

const showImport = (row: Done): z.input<typeof imported> => ({
  message: row.state === "done" ? "Import selesai" : "Import sedang berjalan",
  import_id: row.id,
  status: row.state,
  total_rows: row.rows,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  rejected: row.rejected,
  errors: row.rejections.map(({ line, name, reasons }) => ({
    row: line,
    nama: name,
    errors: reasons.map(({ field, message }) => ({ field: field && (columnNames[field] ?? field), message })),
  })),
});

const common = { profile: artacom, tag: "Pelanggan", status: 200 } as const;

export function customerFileRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "get",
      path: "/api/pelanggan/export/csv",
      id: "artacomExportCustomers",
      summary: "Export Pelanggan to CSV; KTP numbers are whole for who may reveal them, and it is logged",
      access: "customers:export",
      limit: "export",
      query: exportQuery,
      produces: [tableTypes.csv],
    },
    (ctx, { query: { skip, limit, ...filters } }) => exportCustomersBySkip(ctx, { ...filterOf(filters), skip, limit }),
  );
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/pelanggan/import",
      id: "artacomImportCustomers",
      summary: "Import Pelanggan from CSV; whom a row is about is found by KTP number, email or phone, and changed",
      access: "customers:import",
      limit: "import",
      body: streamed({ types: ["multipart/form-data", "text/csv"], limitBytes: () => importLimits.bytes }),
      fieldNames: { "mapping.name": "file", mapping: "file" },
      response: imported,
    },
    async (ctx, { body }) => showImport(await importCustomersAtOnce(ctx, body)),
  );
}
