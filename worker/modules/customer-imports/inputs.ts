import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";
import { tableFormats } from "../../core/tables.ts";
import { customerQuery } from "../customers/index.ts";
import { importFields, type ImportField } from "./fields.ts";
import { customerImportStates } from "./states.ts";

const column = z.int().min(0).max(99);

export const importMapping = z
  .strictObject(
    Object.fromEntries(importFields.map((field) => [field, column.optional()])) as Record<
      ImportField,
      z.ZodOptional<typeof column>
    >,
  )
  .openapi("CustomerImportMapping", {
    description: "For each field its column in the file, counted from 0. Fields without a column are left as they are.",
  });

const options = z.strictObject({
  updateExisting: z
    .boolean()
    .default(true)
    .openapi({ description: "Whether rows change customers who are there; else such rows change nothing." }),
  createPlans: z
    .boolean()
    .default(false)
    .openapi({ description: "Whether an unknown plan is added at its row's price; else the row is rejected." }),
  defaultBrandId: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .openapi({ description: "Id or code of the brand for rows without one. Default: the first brand." }),
});

export const customerImportStart = z
  .strictObject({
    mapping: importMapping.optional().openapi({ description: "Default: what the header speaks for." }),
    options: options.prefault({}),
  })
  .openapi("CustomerImportStart");
export type CustomerImportStart = z.output<typeof customerImportStart>;

const reasons = z.array(z.object({ field: z.enum(importFields).nullable(), message: z.string() }));

export const customerImportAnswer = z
  .object({
    id: z.string().regex(idPattern("cim")),
    state: z.enum(customerImportStates),
    fileName: z.string().nullable(),
    bytes: z.int(),
    delimiter: z.string(),
    columns: z.array(z.string()).openapi({ description: "The header of the file." }),
    mapping: importMapping.openapi({ description: "As it was started; before that what the header speaks for." }),
    options: z.object({ updateExisting: z.boolean(), createPlans: z.boolean(), defaultBrandId: z.string() }).nullable(),
    rows: z.int().openapi({ description: "Rows of the file." }),
    done: z.int().openapi({ description: "Rows worked off so far." }),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    rejected: z.int(),
    requestedBy: z.string(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When the file and its rejected rows are taken away; null: they have been." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("CustomerImport");

export const customerImportPreview = z
  .object({
    data: z.array(
      z.object({
        line: z.int(),
        cells: z.array(z.string()),
        outcome: z.enum(["created", "updated", "unchanged", "rejected"]),
        reasons,
      }),
    ),
  })
  .openapi("CustomerImportPreview", { description: "What would become of the first rows." });

export const customerImportRejection = z
  .object({
    line: z.int().openapi({ description: "Counted as a spreadsheet does: the header is 1." }),
    name: z.string().nullable(),
    reasons,
  })
  .openapi("CustomerImportRejection");

export const customerImportId = z.object({ id: z.string().regex(idPattern("cim")) });
export const customerImportQuery = pageQuery;
export const tableQuery = z.object({ format: z.enum(tableFormats).default("csv") });

export const customerExportQuery = customerQuery.omit({ limit: true, cursor: true }).extend(tableQuery.shape);
export type CustomerExportQuery = z.output<typeof customerExportQuery>;
