import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import { runAnswer, runId, runInput, runLineAnswer, runLineQuery, runQuery } from "./inputs.ts";
import { listRunLines } from "./lines.ts";
import { cancelRun, confirmRun, createRun, getRun, listRuns } from "./runs.ts";

export function runRoutes(app: App): void {
  const all = { path: "/billing-runs", tag: "Billing runs", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/billing-runs/{id}", params: runId, response: runAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listBillingRuns",
      summary: "Monthly runs, newest first",
      access: "billing-runs:read",
      query: runQuery,
      response: pageOf(runAnswer),
    },
    (ctx, { query }) => listRuns(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createBillingRun",
      summary: "Prepare a monthly run: its preview first, nothing is issued yet",
      access: "billing-runs:write",
      body: runInput,
      status: 201,
      response: runAnswer,
    },
    (ctx, { body }) => createRun(ctx, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "get",
      id: "getBillingRun",
      summary: "A monthly run and how far it is",
      access: "billing-runs:read",
    },
    (ctx, { params }) => getRun(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/billing-runs/{id}/lines",
      method: "get",
      id: "listBillingRunLines",
      summary: "The run's invoices to be, and what became of each",
      access: "billing-runs:read",
      params: runId,
      query: runLineQuery,
      response: pageOf(runLineAnswer),
    },
    (ctx, { params, query }) => listRunLines(ctx, params.id, query),
  );
  const decide = { ...one, method: "post", access: "billing-runs:write" } as const;
  endpoint(
    app,
    {
      ...decide,
      path: "/billing-runs/{id}/confirmation",
      id: "confirmBillingRun",
      summary: "Issue what the preview shows",
    },
    (ctx, { params }) => confirmRun(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...decide,
      path: "/billing-runs/{id}/cancellation",
      id: "cancelBillingRun",
      summary: "Give the run up before it is confirmed",
    },
    (ctx, { params }) => cancelRun(ctx, params.id),
  );
}
