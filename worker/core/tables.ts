/** Tables as files for spreadsheets, written row by row: whatever their size, a few rows of them are in memory. */
import { writeCsvStream } from "hucre/csv";
import { writeXlsxStream } from "hucre/xlsx";
import type { Locale } from "./errors.ts";
import type { Page } from "./http/page.ts";
import { mapped } from "./streams.ts";

export { mapped };

export const tableFormats = ["csv", "xlsx"] as const;
export type TableFormat = (typeof tableFormats)[number];

/** `rupiah` and `number` take numbers, `date` a business date (`YYYY-MM-DD`). */
export interface TableColumn {
  header: string;
  type: "text" | "rupiah" | "number" | "date";
}

export type Cell = string | number | null;

export interface Table {
  format: TableFormat;
  /** Without its ending. */
  fileName: string;
  columns: readonly TableColumn[];
  rows: AsyncIterable<readonly Cell[]>;
  /** Whether a CSV begins with a byte order mark, by which Excel knows UTF-8. Default: yes. */
  bom?: boolean;
  headers?: Record<string, string>;
}

export const tableTypes: Record<TableFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** The file as a download. Rows are read while it is taken. */
export function tableFile({ format, fileName, columns, rows, bom = true, headers }: Table): Response {
  const body = format === "csv" ? csvStream(columns, rows, bom) : xlsxStream(columns, rows);
  return new Response(body, {
    headers: {
      "content-type": tableTypes[format],
      "content-disposition": `attachment; filename="${fileName}.${format}"`,
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** CSV after RFC 4180. */
const csvStream = (columns: readonly TableColumn[], rows: Table["rows"], bom: boolean) =>
  writeCsvStream(
    mapped(rows, (row) => row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell))),
    { headers: columns.map(({ header }) => header), bom },
  );

const formats: Partial<Record<TableColumn["type"], string>> = {
  rupiah: '"Rp" #,##0;[Red]-"Rp" #,##0',
  number: "#,##0.######",
  date: "yyyy-mm-dd",
};
const widths: Record<TableColumn["type"], number> = { text: 24, rupiah: 16, number: 12, date: 12 };
/** The most that Excel keeps of a text (Excel specifications and limits). */
const longestText = 32_767;

/** A workbook of one sheet. A text is never taken for a formula there. */
const xlsxStream = (columns: readonly TableColumn[], rows: Table["rows"]) =>
  writeXlsxStream(
    mapped(rows, (row) => row.map((cell, n) => xlsxCell(cell, columns[n]?.type))),
    {
      name: "Data",
      freezePane: { rows: 1 },
      columns: columns.map(({ header, type }) => {
        const numFmt = formats[type];
        return { header, width: Math.max(widths[type], header.length + 2), ...(numFmt && { numFmt }) };
      }),
    },
  );

const xlsxCell = (cell: Cell, type: TableColumn["type"] | undefined) =>
  type === "date" && typeof cell === "string"
    ? new Date(`${cell}T00:00:00Z`)
    : typeof cell === "string"
      ? cell.slice(0, longestText)
      : cell;

/** What a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection). */
const guarded = (text: string): string => (/^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

/** What was written as `text` was before it was guarded. */
export const unguarded = (text: string): string => (/^'+[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text);

/** The most rows of an export (requirement ART-5). */
export const mostRows = 50_000;

const cutWords = {
  id: "Dipotong pada 50.000 baris. Persempit dengan filter, lalu ekspor lagi.",
  en: "Cut at 50,000 rows. Narrow it down with the filters and export again.",
};

/** At most so many rows; where there are more, the last one says so in its second cell, by which no import takes it in. */
export async function* cutRows(
  rows: AsyncIterable<readonly Cell[]>,
  locale: Locale,
  most = mostRows,
): AsyncGenerator<readonly Cell[]> {
  let count = 0;
  for await (const row of rows) {
    if (count++ === most) return yield [null, cutWords[locale]];
    yield row;
  }
}

/** Every item of a list, page by page. */
export async function* everyItem<T>(list: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  for (let cursor: string | undefined; ;) {
    const { data, nextCursor } = await list(cursor);
    yield* data;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
