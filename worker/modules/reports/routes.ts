import { endpoint, type App } from "../../core/http/endpoint.ts";
import { getOverview, overviewAnswer } from "./overview.ts";

export function reportRoutes(app: App): void {
  endpoint(
    app,
    {
      method: "get",
      path: "/reports/overview",
      id: "getOverview",
      tag: "Reports",
      summary: "What needs attention today, stat cards and revenue",
      access: "reports:read",
      limit: "general",
      status: 200,
      response: overviewAnswer,
    },
    (ctx) => getOverview(ctx),
  );
}
