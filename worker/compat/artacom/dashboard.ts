/** "Dashboard Endpoints". */
import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { skipQuery } from "../../core/http/placed.ts";
import type { InvoiceState } from "../../modules/billing/index.ts";
import { customersBySkip, dashboardFigures, type DashboardFigures } from "../../modules/reports/index.ts";
import { status as invoiceStatus } from "./invoice.ts";
import { artacom } from "./profile.ts";
import { segment, segmentAnswer, showSegments } from "./segment.ts";

const card = z.object({ title: z.string(), value: z.int(), icon: z.string(), color: z.string() });
const chart = z.object({
  type: z.enum(["line", "pie"]),
  title: z.string(),
  labels: z.array(z.string()),
  datasets: z.array(z.object({ label: z.string(), data: z.array(z.int()) })),
});

const dashboard = z
  .object({
    stat_cards: z.array(card),
    revenue_summary: z.object({
      total: z.int().openapi({ description: "Rupiah that came in this month." }),
      periode: z.string().openapi({ example: "Januari 2024" }),
      breakdown: z.array(z.object({ id_brand: z.string(), brand: z.string(), total: z.int() })),
    }),
    charts: z.array(chart),
  })
  .openapi("Dashboard");

/** `2024-01` is Januari 2024. */
const monthName = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString("id-ID", { month: "long", year: "numeric", timeZone: "UTC" });

const cardsOf = ({ cards, revenue }: DashboardFigures): z.input<typeof card>[] => [
  { title: "Total Pelanggan", value: cards.customers, icon: "users", color: "primary" },
  { title: "Langganan Aktif", value: cards.activeSubscriptions, icon: "wifi", color: "success" },
  { title: "Invoice Belum Lunas", value: cards.unpaidCount, icon: "file-text", color: "warning" },
  { title: "Invoice Jatuh Tempo", value: cards.overdueCount, icon: "alert-circle", color: "danger" },
  { title: "Total Tunggakan", value: cards.overdueAmount, icon: "alert-triangle", color: "danger" },
  { title: "Pendapatan Bulan Ini", value: revenue.total, icon: "wallet", color: "success" },
];

const chartsOf = ({ charts }: DashboardFigures): z.input<typeof chart>[] => {
  const { months } = charts;
  const states = charts.states.filter(({ invoices }) => invoices > 0);
  return [
    {
      type: "line",
      title: "Pendapatan per Bulan",
      labels: months.map(({ month }) => monthName(month)),
      datasets: [
        { label: "Ditagihkan", data: months.map(({ issued }) => issued) },
        { label: "Diterima", data: months.map(({ received }) => received) },
      ],
    },
    {
      type: "pie",
      title: "Status Invoice Bulan Ini",
      labels: states.map(({ state }) => invoiceStatus.of(state as InvoiceState)),
      datasets: [{ label: "Invoice", data: states.map(({ invoices }) => invoices) }],
    },
  ];
};

const showDashboard = (figures: DashboardFigures): z.input<typeof dashboard> => ({
  stat_cards: cardsOf(figures),
  revenue_summary: {
    total: figures.revenue.total,
    periode: monthName(figures.revenue.period),
    breakdown: figures.revenue.breakdown.map(({ brand, received }) => ({
      id_brand: brand.code,
      brand: brand.name,
      total: received,
    })),
  },
  charts: chartsOf(figures),
});

const common = {
  profile: artacom,
  method: "get",
  tag: "Dashboard",
  access: "reports:read",
  limit: "general",
  status: 200,
} as const;

export function dashboardRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      path: "/api/dashboard/",
      id: "artacomGetDashboard",
      summary: "Get Dashboard Data",
      response: dashboard,
    },
    async (ctx) => showDashboard(await dashboardFigures(ctx)),
  );
  endpoint(
    app,
    {
      ...common,
      path: "/api/dashboard/loyalitas-users-by-segment",
      id: "artacomListSegment",
      summary: "Get Customer Segmentation; of a segment those who owe most first",
      query: skipQuery.extend({ segmen: segment.taken.optional() }),
      response: segmentAnswer,
    },
    async (ctx, { query: { skip, limit, segmen } }) =>
      showSegments(await customersBySkip(ctx, { skip, limit, segment: segmen }), { skip, limit }),
  );
}
