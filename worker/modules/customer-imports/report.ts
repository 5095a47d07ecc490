/** The rows that were not taken, as a file to be mended and sent again: as they stood, with the reason beside them. */
import type { Context } from "../../core/context.ts";
import { Refusal, type Locale } from "../../core/errors.ts";
import { tableFile, type Cell, type TableFormat } from "../../core/tables.ts";
import { headerOf, isReasonHeader, reasonHeader, templateFields, type Reason } from "./fields.ts";
import { loadCustomerImport, objectKey, rejectionsQuery, type CustomerImport } from "./imports.ts";
import { maskKtp, seesWhole } from "./masked.ts";
import { csvRecords } from "./records.ts";

/** @throws Refusal `not_found` once the file has been taken away */
export async function rejectedRows(ctx: Context, id: string, format: TableFormat): Promise<Response> {
  const row = await loadCustomerImport(ctx, id);
  const { dataOffset, bytes } = row;
  const object =
    row.expiresAt === null
      ? null
      : await ctx.env.FILES.get(`${ctx.tenant.id}/${objectKey(id)}`, {
          range: { offset: dataOffset, length: bytes - dataOffset },
        });
  if (!object)
    throw new Refusal("not_found", {
      detail: { id: "Berkasnya sudah dihapus setelah 30 hari.", en: "The file was removed after 30 days." },
    });
  const kept = row.header.map((_, column) => column).filter((column) => !isReasonHeader(row.header[column] ?? ""));
  const headers = [...kept.map((column) => row.header[column] ?? ""), reasonHeader[ctx.locale]];
  return tableFile({
    format,
    fileName: `${ctx.locale === "id" ? "ditolak" : "rejected"}-${id}`,
    columns: headers.map((header) => ({ header, type: "text" })),
    rows: reportRows(ctx, row, kept, object.body),
  });
}

/** Walks the file and the rejections side by side: both are in the order of lines. */
async function* reportRows(
  ctx: Context,
  row: CustomerImport,
  columns: readonly number[],
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Cell[]> {
  const rejections = rejectionsOf(ctx, row.id);
  let next = await rejections.next();
  const from = { delimiter: row.delimiter, offset: row.dataOffset, line: row.dataLine, toEnd: true };
  for await (const { line, cells } of csvRecords(body, from)) {
    if (next.done) return;
    if (line !== next.value.line) continue;
    const shown = maskKtp(cells, row.mapping ?? {}, seesWhole(ctx, row));
    yield [...columns.map((column) => shown[column] ?? ""), wordsOf(next.value.reasons, row, ctx.locale)];
    next = await rejections.next();
  }
}

const pageSize = 500;

async function* rejectionsOf(ctx: Context, id: string) {
  for (let after = 0; ;) {
    const [rows] = await ctx.store.read(rejectionsQuery(ctx, id, after, pageSize));
    yield* rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.line ?? after;
  }
}

/** `No KTP: …; Email: …`, by the names of the file's own columns. */
const wordsOf = (reasons: readonly Reason[], { header, mapping }: CustomerImport, locale: Locale): string =>
  reasons
    .map(({ field, message }) => {
      const name = field && (header[mapping?.[field] ?? -1] ?? headerOf[field]);
      return name ? `${name}: ${message[locale]}` : message[locale];
    })
    .join("; ");

/** A file with the header alone, to be filled in. */
export const importTemplate = (format: TableFormat): Response =>
  tableFile({
    format,
    fileName: "templat-pelanggan",
    columns: templateFields.map((field) => ({ header: headerOf[field], type: "text" })),
    rows: noRows(),
  });

async function* noRows(): AsyncGenerator<Cell[]> {}
