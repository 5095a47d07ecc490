export { drawQr } from "./qr.ts";
export { mostReportRows, reportPdf, type ReportCell, type ReportColumn, type ReportOptions } from "./report.ts";
export { pdfResponse } from "./response.ts";
export { drawTable, type TableColumn, type TableOptions } from "./table.ts";
export { grey, ink, pale, shade, type Box, type Color, type TextStyle } from "./style.ts";
export { newPdf, type PdfOptions, type PdfWriter } from "./writer.ts";
