import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { tableTypes } from "../../../core/tables.ts";
import { exportInvoices, exportPayments } from "./exports.ts";
import { invoiceExportQuery, paymentExportQuery } from "./inputs.ts";

/** Stands before the routes of single invoices and payments, whose ids `export` must not be taken for. */
export function billingExportRoutes(app: App): void {
  const all = { method: "get", limit: "export", status: 200, produces: Object.values(tableTypes) } as const;
  endpoint(
    app,
    {
      ...all,
      path: "/invoices/export",
      id: "exportInvoices",
      tag: "Invoices",
      summary: "Invoices as CSV or XLSX, filtered as the list; the export is logged",
      access: "invoices:read",
      query: invoiceExportQuery,
    },
    (ctx, { query }) => exportInvoices(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/payments/export",
      id: "exportPayments",
      tag: "Payments",
      summary: "Payments as CSV or XLSX, filtered as the list; the export is logged",
      access: "payments:read",
      query: paymentExportQuery,
    },
    (ctx, { query }) => exportPayments(ctx, query),
  );
}
