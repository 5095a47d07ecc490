export { ageBuckets, type AgeBucket } from "./ageing.ts";
export { dailyFigures, type DailyFigures, type DayFigures } from "./daily.ts";
export { dashboardFigures, type DashboardFigures, type MonthFigures } from "./dashboard.ts";
export { receivablesReport } from "./receivables.ts";
export { revenueReport } from "./revenue.ts";
export { taxReport } from "./tax.ts";
export { getOverview } from "./overview.ts";
export { reportRoutes } from "./routes.ts";
