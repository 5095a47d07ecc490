/** A report as PDF: a title, a table over as many pages as it takes, sums. */
import type { Locale } from "../errors.ts";
import { formatRupiah } from "../money.ts";
import { drawTable, type TableColumn } from "./table.ts";
import { grey, newPdf, type PdfWriter, type TextStyle } from "./writer.ts";

export type ReportCell = string | number | null;
export interface ReportColumn {
  header: string;
  /** `rupiah` and `number` stand right; `date` is `YYYY-MM-DD`. */
  type: "text" | "rupiah" | "number" | "date";
}

export interface ReportOptions {
  title: string;
  /** What it covers: company, period, filters. Line breaks are kept. */
  subtitle: string;
  locale: Locale;
  columns: readonly ReportColumn[];
  rows: Iterable<readonly ReportCell[]> | AsyncIterable<readonly ReportCell[]>;
  /** The last row: sums. */
  totals?: readonly ReportCell[];
}

/** Paper for more is read by nobody; the last line says that rows are missing. */
export const mostReportRows = 5000;
const widestPortrait = 6;
const letters = 8.5;
const style: TextStyle = { size: letters };

/** Writes a report. Six columns stand upright, more lie. */
export async function reportPdf(options: ReportOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { title, subtitle, locale, columns, totals } = options;
  const pdf = await newPdf({ title, locale, footer: title, landscape: columns.length > widestPortrait });
  const { rows, isCut } = await collect(options.rows, (row) => columns.map((each, n) => shown(row[n], each, locale)));
  const sums = totals && columns.map((column, n) => shown(totals[n], column, locale));
  pdf.paragraph(title, { size: 16, font: "bold" });
  pdf.paragraph(subtitle, { size: 9, color: grey });
  pdf.y += 10;
  drawTable(pdf, fitted(pdf, columns, rows, sums), rows, {
    size: letters,
    ...(sums && !isCut && { totals: sums }),
  });
  if (rows.length === 0) emphasise(pdf, nothing[locale]);
  if (isCut) emphasise(pdf, more[locale]);
  return pdf.bytes();
}

const nothing: Record<Locale, string> = { id: "Tidak ada data untuk pilihan ini.", en: "No data for this choice." };
const more: Record<Locale, string> = {
  id: `Hanya ${mostReportRows.toLocaleString("id-ID")} baris pertama dicetak, tanpa jumlah. Unduh XLSX atau CSV untuk semuanya.`,
  en: `Only the first ${mostReportRows.toLocaleString("en-GB")} rows are printed, without totals. Download XLSX or CSV for all of them.`,
};

function emphasise(pdf: PdfWriter, text: string): void {
  pdf.y += 8;
  pdf.paragraph(text, { size: 9, font: "italic", color: grey });
}

async function collect(
  rows: ReportOptions["rows"],
  show: (row: readonly ReportCell[]) => string[],
): Promise<{ rows: string[][]; isCut: boolean }> {
  const collected: string[][] = [];
  for await (const row of rows) {
    if (collected.length === mostReportRows) return { rows: collected, isCut: true };
    collected.push(show(row));
  }
  return { rows: collected, isCut: false };
}

const tag: Record<Locale, string> = { id: "id-ID", en: "en-GB" };

function shown(cell: ReportCell | undefined, { type }: ReportColumn, locale: Locale): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return type === "date" ? shortDate(cell, locale) : cell;
  return type === "rupiah" ? formatRupiah(cell) : new Intl.NumberFormat(tag[locale]).format(cell);
}

/** `25 Nov 2026`; what is no date stays as it is. */
function shortDate(text: string, locale: Locale): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) return text;
  return new Intl.DateTimeFormat(tag[locale], { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

const isNumeric = ({ type }: ReportColumn) => type === "rupiah" || type === "number";
/** A longer text is wrapped, so that it leaves the others their place. */
const widestText = 200;
const padding = 10;

/** Columns as wide as what they hold where all fit; else the texts share what the numbers leave, and are wrapped. */
function fitted(
  pdf: PdfWriter,
  columns: readonly ReportColumn[],
  rows: readonly string[][],
  sums: readonly string[] | undefined,
): TableColumn[] {
  const [regular, bold] = [pdf.measure(style), pdf.measure({ ...style, font: "bold" })];
  const wanted = columns.map((column, n) => {
    const least = Math.max(bold(column.header), bold(sums?.[n] ?? ""));
    const widest = rows.reduce((width, row) => Math.max(width, regular(row[n] ?? "")), least);
    return padding + (isNumeric(column) ? widest : Math.min(widest, widestText));
  });
  const widthOf = (list: readonly ReportColumn[]) =>
    columns.reduce((sum, column, n) => sum + (list.includes(column) ? (wanted[n] ?? 0) : 0), 0);
  const texts = columns.filter((column) => !isNumeric(column));
  const flexible = texts.length > 0 && widthOf(columns) - widthOf(texts) < pdf.width * 0.8 ? texts : columns;
  const factor = (pdf.width - (widthOf(columns) - widthOf(flexible))) / widthOf(flexible);
  return columns.map((column, n) => ({
    header: column.header,
    width: (wanted[n] ?? 0) * (flexible.includes(column) ? factor : 1),
    align: isNumeric(column) ? "right" : "left",
  }));
}
