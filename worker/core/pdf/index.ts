export { drawQr } from "./qr.ts";
export { mostReportRows, reportPdf, type ReportCell, type ReportColumn, type ReportOptions } from "./report.ts";
export { pdfResponse } from "./response.ts";
export { drawTable, type TableColumn, type TableOptions } from "./table.ts";
export {
  grey,
  ink,
  newPdf,
  pale,
  type Box,
  type Color,
  type PdfOptions,
  type PdfWriter,
  type TextStyle,
} from "./writer.ts";
