import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { showChain } from "./chain.ts";
import { exportAudit, noteExport } from "./export.ts";
import { auditAnswer, auditExportQuery, auditQuery, chainAnswer } from "./inputs.ts";
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
  endpoint(
    app,
    {
      method: "get",
      path: "/activity-logs/export",
      id: "exportActivityLogs",
      tag: "Activity",
      summary: "The log with its chain as JSON Lines, or as CSV; filtered as the list; the export is logged itself",
      access: "activity:read",
      limit: "export",
      query: auditExportQuery,
      status: 200,
    },
    async (ctx, { query }) => {
      await noteExport(ctx, query);
      return exportAudit(ctx, query);
    },
  );
  endpoint(
    app,
    {
      method: "get",
      path: "/activity-logs/chain",
      id: "getActivityChain",
      tag: "Activity",
      summary: "How far the log is chained; keep the head elsewhere to prove later that nothing was cut off",
      access: "activity:read",
      limit: "general",
      status: 200,
      response: chainAnswer,
    },
    (ctx) => showChain(ctx),
  );
}
