/** A report as a file: CSV and XLSX written row by row, PDF for paper. */
import type { Context } from "../../core/context.ts";
import { pdfResponse, reportPdf } from "../../core/pdf/index.ts";
import { tableFile, type Cell, type TableColumn } from "../../core/tables.ts";
import type { fileFormats } from "./inputs.ts";
import { words, type Word } from "./words.ts";

export type FileFormat = (typeof fileFormats)[number];
type Words = Record<"id" | "en", string>;

/** A column by its word. */
export type Column = readonly [header: Word, type: TableColumn["type"]];

export interface ReportFile {
  /** Of the file, without its ending: `revenue-2026-11`. */
  name: string;
  title: Word;
  /** What it covers besides the company: days, a brand. */
  about: string;
  columns: readonly Column[];
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
  /** Sums, as the last row. */
  totals?: readonly Cell[];
}

/** Answers with the file in the caller's language. Sums are the last row of each format. */
export async function reportFile(ctx: Context, format: FileFormat, report: ReportFile): Promise<Response> {
  const { locale, tenant } = ctx;
  const { title, about, rows, totals } = report;
  const name = `${report.name}-${tenant.slug}`;
  const columns = report.columns.map(([header, type]) => ({ header: words[header][locale], type }));
  if (format !== "pdf") return tableFile({ format, fileName: name, columns, rows: withTotals(rows, totals) });
  const bytes = await reportPdf({
    title: words[title][locale],
    subtitle: `${tenant.name}\n${about}`,
    locale,
    columns,
    rows,
    ...(totals && { totals }),
  });
  return pdfResponse(bytes, name);
}

async function* withTotals(
  rows: ReportFile["rows"],
  totals: readonly Cell[] | undefined,
): AsyncGenerator<readonly Cell[]> {
  yield* rows;
  if (totals) yield totals;
}

/** Something in the caller's language. */
export const said = ({ locale }: Context, text: Words): string => text[locale];
