import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { askRebuild } from "./rebuild.ts";

export function totalRoutes(app: App): void {
  endpoint(
    app,
    {
      method: "post",
      path: "/billing-totals/rebuild",
      id: "rebuildTotals",
      tag: "Reports",
      summary: "Count what reports read anew from invoices and payments, in the background",
      access: "tenant:write",
      limit: "import",
      status: 202,
    },
    (ctx) => askRebuild(ctx),
  );
}
