import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../../core/http/page.ts";
import { subscriptionId } from "./inputs.ts";
import { planChangeAnswer, planChangeIds, planChangeInput, planChangePreview } from "./plan-change-inputs.ts";
import { cancelPlanChange, changePlan, listPlanChanges, previewPlanChange } from "./plan-changes.ts";

export function planChangeRoutes(app: App): void {
  const all = {
    path: "/subscriptions/{id}/plan-changes",
    params: subscriptionId,
    tag: "Subscriptions",
    limit: "general",
    status: 200,
  } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listPlanChanges",
      summary: "A subscription's changes of plan, the newest first",
      access: "subscriptions:read",
      query: pageQuery,
      response: pageOf(planChangeAnswer),
    },
    (ctx, { params, query }) => listPlanChanges(ctx, params.id, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "changePlan",
      summary: "Change plan, price or discount from a day on; billed days are settled at once",
      access: "subscriptions:write",
      body: planChangeInput,
      status: 201,
      response: planChangeAnswer,
    },
    (ctx, { params, body }) => changePlan(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      path: "/subscriptions/{id}/plan-changes/preview",
      id: "previewPlanChange",
      summary: "What a change of plan would do; nothing is written",
      access: "subscriptions:write",
      body: planChangeInput,
      response: planChangePreview,
    },
    (ctx, { params, body }) => previewPlanChange(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      method: "delete",
      path: "/subscriptions/{id}/plan-changes/{changeId}",
      id: "cancelPlanChange",
      summary: "Cancel a planned change, and settle back what it has cost",
      access: "subscriptions:write",
      params: planChangeIds,
      response: planChangeAnswer,
    },
    (ctx, { params }) => cancelPlanChange(ctx, params.id, params.changeId),
  );
}
