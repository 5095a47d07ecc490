/** Tables that read well in a terminal and in Markdown alike, laid out as Prettier would. */

const isNumeric = (cell: string): boolean => /^\**[\d.,]+( .*)?\**$/.test(cell);

/** A Markdown table; columns of figures are flush right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const right = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column] ?? "")));
  const width = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => (right[n] ? cell.padStart(width[n] ?? 0) : cell.padEnd(width[n] ?? 0))).join(" | ")} |`;
  const rule = width.map((size, n) => (right[n] ? `${"-".repeat(size - 1)}:` : "-".repeat(size)));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
