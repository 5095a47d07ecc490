import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { tableTypes } from "../../core/tables.ts";
import {
  owedAnswer,
  owedQuery,
  receivablesAnswer,
  receivablesFileQuery,
  receivablesQuery,
  revenueAnswer,
  revenueFileQuery,
  revenueQuery,
  taxAnswer,
  taxedAnswer,
  taxedQuery,
  taxFileQuery,
  taxQuery,
} from "./inputs.ts";
import { customerReportRoutes } from "./customer-routes.ts";
import { getOverview, overviewAnswer } from "./overview.ts";
import { listOwed, receivablesReport } from "./receivables.ts";
import { receivablesFile, revenueFile, taxFile } from "./report-files.ts";
import { revenueReport } from "./revenue.ts";
import { listTaxed, taxReport } from "./tax.ts";

const report = { method: "get", tag: "Reports", access: "reports:read", limit: "general", status: 200 } as const;
const file = { ...report, limit: "export", produces: [...Object.values(tableTypes), "application/pdf"] } as const;

export function reportRoutes(app: App): void {
  endpoint(
    app,
    {
      ...report,
      path: "/reports/overview",
      id: "getOverview",
      summary: "What needs attention today, stat cards and revenue",
      response: overviewAnswer,
    },
    (ctx) => getOverview(ctx),
  );
  revenueRoutes(app);
  receivablesRoutes(app);
  taxRoutes(app);
  customerReportRoutes(app);
}

function revenueRoutes(app: App): void {
  endpoint(
    app,
    {
      ...report,
      path: "/reports/revenue",
      id: "getRevenueReport",
      summary: "What was issued and received between two days, by day, month, brand or state",
      query: revenueQuery,
      response: revenueAnswer,
    },
    (ctx, { query }) => revenueReport(ctx, query),
  );
  endpoint(
    app,
    {
      ...file,
      path: "/reports/revenue/file",
      id: "getRevenueFile",
      summary: "The same as CSV, XLSX or PDF",
      query: revenueFileQuery,
    },
    (ctx, { query }) => revenueFile(ctx, query),
  );
}

function receivablesRoutes(app: App): void {
  endpoint(
    app,
    {
      ...report,
      path: "/reports/receivables",
      id: "getReceivablesReport",
      summary: "What is owed, by how long it is past due",
      query: receivablesQuery,
      response: receivablesAnswer,
    },
    (ctx, { query }) => receivablesReport(ctx, query),
  );
  endpoint(
    app,
    {
      ...report,
      path: "/reports/receivables/invoices",
      id: "listOwedInvoices",
      summary: "A brand's open invoices of one age, the longest due first",
      query: owedQuery,
      response: pageOf(owedAnswer),
    },
    (ctx, { query }) => listOwed(ctx, query),
  );
  endpoint(
    app,
    {
      ...file,
      path: "/reports/receivables/file",
      id: "getReceivablesFile",
      summary: "What is owed by age, or every open invoice, as CSV, XLSX or PDF",
      query: receivablesFileQuery,
    },
    (ctx, { query }) => receivablesFile(ctx, query),
  );
}

function taxRoutes(app: App): void {
  endpoint(
    app,
    {
      ...report,
      path: "/reports/tax",
      id: "getTaxReport",
      summary: "Taxable base and PPN of a month's invoices, by brand and rate",
      query: taxQuery,
      response: taxAnswer,
    },
    (ctx, { query }) => taxReport(ctx, query),
  );
  endpoint(
    app,
    {
      ...report,
      path: "/reports/tax/invoices",
      id: "listTaxedInvoices",
      summary: "The invoices behind a brand's month",
      query: taxedQuery,
      response: pageOf(taxedAnswer),
    },
    (ctx, { query }) => listTaxed(ctx, query),
  );
  endpoint(
    app,
    {
      ...file,
      path: "/reports/tax/file",
      id: "getTaxFile",
      summary: "The month's PPN, or every invoice behind it, as CSV, XLSX or PDF",
      query: taxFileQuery,
    },
    (ctx, { query }) => taxFile(ctx, query),
  );
}
