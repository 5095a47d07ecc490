/** Tables that break between rows; each page begins with the head again. */
import { grey, type Color, type PdfWriter, type TextStyle } from "./writer.ts";

export interface TableColumn {
  header: string;
  /** In points. */
  width: number;
  align?: "left" | "right";
}

export interface TableOptions {
  /** Of the letters, in points. */
  size?: number;
  /** A last row, set apart: sums. */
  totals?: readonly string[];
}

const padding = 4;
const gap = 8;
const shade: Color = [0.955, 0.962, 0.966];

/** Draws a table where the last thing ended. A row that is taller than a page loses what does not fit. */
export function drawTable(
  pdf: PdfWriter,
  columns: readonly TableColumn[],
  rows: Iterable<readonly string[]>,
  { size = 9, totals }: TableOptions = {},
): void {
  const style: TextStyle = { size };
  const headStyle: TextStyle = { size, font: "bold", color: grey };
  const headers = cellLines(
    pdf,
    columns,
    columns.map(({ header }) => header),
    headStyle,
  );
  const head = () => drawRow(pdf, columns, headers, headStyle, shade);
  const draw = (cells: readonly string[], rowStyle: TextStyle) => {
    const lines = cellLines(pdf, columns, cells, rowStyle);
    if (pdf.ensure(rowHeight(pdf, lines, rowStyle))) head();
    drawRow(pdf, columns, lines, rowStyle);
    pdf.rule(pdf.y);
  };
  pdf.ensure(4 * (pdf.lineHeight(style) + 2 * padding));
  head();
  for (const cells of rows) draw(cells, style);
  if (totals) draw(totals, { size, font: "bold" });
}

const mostLines = 40;

const cellLines = (
  pdf: PdfWriter,
  columns: readonly TableColumn[],
  cells: readonly string[],
  style: TextStyle,
): string[][] =>
  columns.map(({ width }, n) => pdf.lines(cells[n] ?? "", Math.max(1, width - gap), style).slice(0, mostLines));

const rowHeight = (pdf: PdfWriter, lines: readonly string[][], style: TextStyle): number =>
  Math.max(1, ...lines.map(({ length }) => length)) * pdf.lineHeight(style) + 2 * padding;

function drawRow(
  pdf: PdfWriter,
  columns: readonly TableColumn[],
  lines: readonly string[][],
  style: TextStyle,
  background?: Color,
): void {
  const height = rowHeight(pdf, lines, style);
  if (background) pdf.fill({ x: pdf.left, y: pdf.y, width: pdf.width, height }, background);
  let x = pdf.left;
  for (const [n, { width, align = "left" }] of columns.entries()) {
    for (const [row, line] of (lines[n] ?? []).entries()) {
      const y = pdf.y + padding + row * pdf.lineHeight(style);
      pdf.line(line, { x: x + gap / 2, y, width: width - gap }, { ...style, align });
    }
    x += width;
  }
  pdf.y += height;
}
