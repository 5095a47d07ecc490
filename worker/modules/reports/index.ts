export { dailyFigures, type DailyFigures, type DayFigures } from "./daily.ts";
export { getOverview } from "./overview.ts";
export { reportRoutes } from "./routes.ts";
