import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import { planAnswer, planId, planInput, planPatch, planQuery } from "./inputs.ts";
import { archivePlan, createPlan, getPlan, listPlans, updatePlan } from "./plans.ts";

export function planRoutes(app: App): void {
  const all = { path: "/plans", tag: "Plans", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/plans/{id}", params: planId, response: planAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listPlans",
      summary: "Plans, found by the beginning of their name",
      access: "plans:read",
      query: planQuery,
      response: pageOf(planAnswer),
    },
    (ctx, { query }) => listPlans(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createPlan",
      summary: "Add a plan",
      access: "plans:write",
      body: planInput,
      status: 201,
      response: planAnswer,
    },
    (ctx, { body }) => createPlan(ctx, body),
  );
  endpoint(app, { ...one, method: "get", id: "getPlan", summary: "A plan", access: "plans:read" }, (ctx, { params }) =>
    getPlan(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "updatePlan",
      summary: "Change a plan, from the next bill on",
      access: "plans:write",
      body: planPatch,
    },
    (ctx, { params, body }) => updatePlan(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/plans/{id}",
      method: "delete",
      id: "archivePlan",
      summary: "Archive a plan; its subscriptions keep it",
      access: "plans:write",
      params: planId,
      status: 204,
    },
    (ctx, { params }) => archivePlan(ctx, params.id),
  );
}
