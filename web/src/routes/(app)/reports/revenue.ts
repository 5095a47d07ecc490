import { invoiceStateWords, type InvoiceState } from "#lib/billing/words.ts";
import type { Column } from "#lib/components/ui/data-table.ts";
import { businessDate, businessMonth, money, number } from "#lib/i18n.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";
import { spanOfMonth } from "#lib/reports/periods.ts";
import type { Revenue, RevenueRow } from "#lib/reports/reports.ts";

/** What a group is called. */
export function nameOfRow({ key, brand }: RevenueRow, groupBy: string): string {
  if (groupBy === "month") return businessMonth(key);
  if (groupBy === "day") return businessDate(key);
  return groupBy === "brand" ? (brand?.name ?? key) : (invoiceStateWords[key as InvoiceState]?.() ?? key);
}

/** Where a row leads: a month to its days, a brand to its months, a state to its invoices. */
export function drillDown({ groupBy, from, to, brand }: Revenue): ((row: RevenueRow) => string) | undefined {
  const brandId = brand?.id;
  switch (groupBy) {
    case "month":
      return ({ key }) => {
        const span = spanOfMonth(key);
        const [first, last] = [span.from < from ? from : span.from, span.until > to ? to : span.until];
        return paths.reports.revenue({ groupBy: "day", from: first, until: last, brandId });
      };
    case "brand":
      return ({ key }) => paths.reports.revenue({ from, until: to, brandId: key });
    case "status":
      return ({ key }) => paths.invoices.list({ state: key });
    default:
      return undefined;
  }
}

/** The columns of the table, with their sums. */
export function revenueColumns(report: Revenue | undefined): Column<RevenueRow>[] {
  const total = report?.total;
  const groupBy = report?.groupBy ?? "month";
  const heads = { month: m.reports_month, day: m.reports_day, brand: m.invoices_brand, status: m.common_status };
  const sum = (amount: number | null | undefined) => (total ? { foot: money(amount ?? 0) } : {});
  const wide = "max-lg:hidden print:table-cell";
  return [
    {
      id: "key",
      header: heads[groupBy](),
      text: (row) => nameOfRow(row, groupBy),
      ...(total && { foot: m.reports_total() }),
    },
    {
      id: "invoices",
      header: m.nav_invoices(),
      text: (row) => number(row.invoices),
      align: "right",
      ...(total && { foot: number(total.invoices) }),
    },
    {
      id: "issued",
      header: m.reports_issued(),
      text: (row) => money(row.issued),
      align: "right",
      ...sum(total?.issued),
    },
    {
      id: "tax",
      header: m.runs_tax(),
      text: (row) => money(row.tax),
      align: "right",
      quiet: true,
      class: wide,
      ...sum(total?.tax),
    },
    {
      id: "outstanding",
      header: m.reports_outstanding(),
      text: (row) => money(row.outstanding),
      align: "right",
      ...sum(total?.outstanding),
    },
    ...(total?.credited && groupBy !== "status"
      ? [
          {
            id: "credited",
            header: m.nav_credit_notes(),
            text: (row: RevenueRow) => money(-(row.credited ?? 0)),
            align: "right" as const,
            class: wide,
            ...sum(-total.credited),
          },
        ]
      : []),
    groupBy === "status"
      ? {
          id: "settled",
          header: m.invoices_paid(),
          text: (row) => money(row.settled),
          align: "right",
          ...sum(total?.settled),
        }
      : {
          id: "received",
          header: m.reports_received(),
          text: (row) => money(row.received ?? 0),
          align: "right",
          ...sum(total?.received),
        },
  ];
}
