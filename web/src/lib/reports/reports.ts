import { keepPreviousData, queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { listQuery } from "#lib/api/list-query.ts";
import { invoiceEvents } from "#lib/billing/invoices.ts";
import { m } from "#lib/paraglide/messages.js";
import { saveAnswer } from "#lib/save-file.ts";

export type Revenue = Schemas["RevenueReport"];
export type RevenueGroup = Revenue["groupBy"];
export type RevenueRow = Revenue["rows"][number];
export type Receivables = Schemas["ReceivablesReport"];
export type AgeBucket = Receivables["total"]["buckets"][number]["bucket"];
export type Tax = Schemas["TaxReport"];

/** What changes reports. */
export const reportEvents = [...invoiceEvents, "billing_run.changed"];

type Query = Record<string, string>;

export const revenueQuery = (query: Query) =>
  queryOptions({
    queryKey: ["reports", "revenue", query],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/reports/revenue", { signal, params: { query: listQuery(query) } })),
    placeholderData: keepPreviousData,
  });

export const receivablesQuery = (query: Query) =>
  queryOptions({
    queryKey: ["reports", "receivables", query],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/reports/receivables", { signal, params: { query: listQuery(query) } })),
    placeholderData: keepPreviousData,
  });

export const taxQuery = (query: Query) =>
  queryOptions({
    queryKey: ["reports", "tax", query],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/reports/tax", { signal, params: { query: listQuery(query) } })),
    placeholderData: keepPreviousData,
  });

export const groupWords: Record<RevenueGroup, () => string> = {
  month: m.reports_by_month,
  day: m.reports_by_day,
  brand: m.reports_by_brand,
  status: m.reports_by_status,
};

export const bucketWords: Record<AgeBucket, () => string> = {
  current: m.reports_age_current,
  "1-30": m.reports_age_30,
  "31-60": m.reports_age_60,
  "61-90": m.reports_age_90,
  "over-90": m.reports_age_more,
};

/** The older, the more alarming. */
export const bucketColors: Record<AgeBucket, string> = {
  current: "var(--chart-1)",
  "1-30": "var(--chart-2)",
  "31-60": "var(--chart-2)",
  "61-90": "var(--chart-4)",
  "over-90": "var(--chart-4)",
};

export type ReportName = "revenue" | "receivables" | "tax" | "customers" | "churn";
export type FileFormat = "csv" | "xlsx" | "pdf";

/** Saves a report as a file of this device, under the name that the server gives it. */
export async function saveReport(name: ReportName, format: FileFormat, filters: Query): Promise<void> {
  const query = { ...listQuery(filters), format };
  saveAnswer(await api.GET(`/api/v1/reports/${name}/file`, { params: { query }, parseAs: "blob" }));
}
