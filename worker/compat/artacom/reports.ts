/** "Reports Endpoints". */
import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, listOf, skipQuery } from "../../core/http/placed.ts";
import type { InvoiceState } from "../../modules/billing/index.ts";
import { businessDate } from "../../modules/customers/index.ts";
import { customersBySkip, revenueReport } from "../../modules/reports/index.ts";
import { status as customerStatus } from "./customer.ts";
import { status as invoiceStatus } from "./invoice.ts";
import { artacom } from "./profile.ts";
import { customerInSegment, segment, showInSegment } from "./segment.ts";

const brandCode = z.string().trim().min(1).max(60).openapi({ description: "Code of the brand." });

const revenueQuery = z.object({
  start_date: businessDate.optional().openapi({ description: "Default: the first of the last day's month." }),
  end_date: businessDate.optional().openapi({ description: "Default: today." }),
  group_by: z.enum(["month", "brand", "status"]).default("month"),
});

/** Rupiah and how many; the source shows none of these names. */
const revenueFigures = {
  jumlah_invoice: z.int(),
  total_tagihan: z.int().openapi({ description: "Issued in this time, tax included; void ones are left out." }),
  total_pajak: z.int(),
  total_dibayar: z.int().openapi({ description: "What has been paid of these invoices until now." }),
  total_belum_dibayar: z.int(),
};
const received = z.int().openapi({ description: "What came in at this time, whichever invoices it is for." });
const revenue = z
  .object({
    start_date: z.string(),
    end_date: z.string(),
    group_by: z.enum(["day", "month", "brand", "status"]),
    data: z.array(
      z.object({
        group: z.string().openapi({ description: "A month, the code of a brand, or a status.", example: "2024-01" }),
        ...revenueFigures,
        total_diterima: received.nullable().openapi({ description: "Null by status: money has none." }),
      }),
    ),
    total: z.object({ ...revenueFigures, total_diterima: received }),
  })
  .openapi("RevenueReport");
type Report = Awaited<ReturnType<typeof revenueReport>>;

const showFigures = (row: Pick<Report["total"], "invoices" | "issued" | "tax" | "settled" | "outstanding">) => ({
  jumlah_invoice: row.invoices,
  total_tagihan: row.issued,
  total_pajak: row.tax,
  total_dibayar: row.settled,
  total_belum_dibayar: row.outstanding,
});

const showRevenue = ({ from, to, groupBy, rows, total }: Report): z.input<typeof revenue> => ({
  start_date: from,
  end_date: to,
  group_by: groupBy,
  data: rows.map((row) => ({
    group: row.brand?.code ?? (groupBy === "status" ? invoiceStatus.of(row.key as InvoiceState) : row.key),
    ...showFigures(row),
    total_diterima: row.received ?? null,
  })),
  total: { ...showFigures(total), total_diterima: total.received },
});

const groups = z.array(z.object({ group: z.string(), jumlah: z.int(), total_menunggak: z.int() }));
const customers = listOf(customerInSegment)
  .extend({ per_segment: groups, per_status: groups, per_brand: groups })
  .openapi("CustomerReport");

const common = {
  profile: artacom,
  method: "get",
  tag: "Reports",
  access: "reports:read",
  limit: "general",
  status: 200,
} as const;

export function reportRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      path: "/api/reports/revenue",
      id: "artacomGetRevenue",
      summary: "Revenue Report",
      query: revenueQuery,
      fieldNames: { from: "start_date", to: "end_date" },
      response: revenue,
    },
    async (ctx, { query: { start_date: from, end_date: to, group_by: groupBy } }) =>
      showRevenue(await revenueReport(ctx, { from, to, groupBy })),
  );
  endpoint(
    app,
    {
      ...common,
      path: "/api/reports/customers",
      id: "artacomGetCustomerReport",
      summary: "Customer Report; all groups, and the customers themselves by skip and limit",
      query: skipQuery.extend({
        segment: segment.taken.optional(),
        status: customerStatus.taken.optional(),
        brand: brandCode.optional(),
      }),
      fieldNames: { brandId: "brand" },
      response: customers,
    },
    async (ctx, { query: { brand: brandId, ...query } }) => {
      const found = await customersBySkip(ctx, { ...query, brandId });
      return {
        ...listFrom(found, query, showInSegment),
        per_segment: found.segments.map(({ segment: key, ...own }) => showGroup(segment.of(key), own)),
        per_status: found.statuses.map(({ status: key, ...own }) => showGroup(customerStatus.of(key), own)),
        per_brand: found.brands.map(({ brand: { code }, ...own }) => showGroup(code, own)),
      };
    },
  );
}

const showGroup = (
  key: string,
  { customers: jumlah, overdueAmount }: { customers: number; overdueAmount: number },
) => ({
  group: key,
  jumlah,
  total_menunggak: overdueAmount,
});
