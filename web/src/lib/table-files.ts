import { m } from "#lib/paraglide/messages.js";

/** The forms in which lists leave. */
export type TableFormat = "csv" | "xlsx";

/** A list's entries of an `ExportMenu`. */
export const tableFiles = (save: (format: TableFormat) => Promise<void>) => [
  { label: m.common_export_csv(), save: () => save("csv") },
  { label: m.common_export_xlsx(), save: () => save("xlsx") },
];
