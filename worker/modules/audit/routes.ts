import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { auditAnswer, auditQuery } from "./inputs.ts";
import { listAudit } from "./list.ts";

export function auditRoutes(app: App): void {
  endpoint(
    app,
    {
      method: "get",
      path: "/activity-logs",
      id: "listActivityLogs",
      tag: "Activity",
      summary: "Who changed what, newest first",
      access: "activity:read",
      limit: "general",
      query: auditQuery,
      status: 200,
      response: pageOf(auditAnswer),
    },
    (ctx, { query }) => listAudit(ctx, query),
  );
}
