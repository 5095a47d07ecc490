import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import { createExemption, listExemptions, removeExemption } from "./exemptions.ts";
import {
  exemptionAnswer,
  exemptionId,
  exemptionInput,
  exemptionQuery,
  policiesAnswer,
  policyAnswer,
  policyInput,
  previewQuery,
  previewRow,
} from "./inputs.ts";
import { listPolicies, putPolicy } from "./policies.ts";
import { previewSuspensions } from "./preview.ts";

export function suspensionRoutes(app: App): void {
  const all = { path: "/billing/suspension", tag: "Suspension", limit: "general", status: 200 } as const;
  const exemptions = { ...all, path: "/billing/suspension/exemptions" } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listSuspensionPolicies",
      summary: "When arrears suspend a subscription: the company's policy, and those of brands",
      access: "billing-policy:read",
      response: policiesAnswer,
    },
    (ctx) => listPolicies(ctx),
  );
  endpoint(
    app,
    {
      ...all,
      method: "put",
      id: "putSuspensionPolicy",
      summary: "Replace the policy of the company or of a brand",
      access: "billing-policy:write",
      body: policyInput,
      response: policyAnswer,
    },
    (ctx, { body }) => putPolicy(ctx, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/billing/suspension/preview",
      method: "get",
      id: "previewSuspensions",
      summary: "Active subscriptions in arrears: when each will be suspended, or why not",
      access: "billing-policy:read",
      query: previewQuery,
      response: pageOf(previewRow),
    },
    (ctx, { query }) => previewSuspensions(ctx, query),
  );
  endpoint(
    app,
    {
      ...exemptions,
      method: "get",
      id: "listSuspensionExemptions",
      summary: "Who is not suspended for arrears, newest first",
      access: "billing-policy:read",
      query: exemptionQuery,
      response: pageOf(exemptionAnswer),
    },
    (ctx, { query }) => listExemptions(ctx, query),
  );
  endpoint(
    app,
    {
      ...exemptions,
      method: "post",
      id: "createSuspensionExemption",
      summary: "Exempt a customer or a subscription; what its arrears suspended goes on again",
      access: "billing-policy:write",
      body: exemptionInput,
      status: 201,
      response: exemptionAnswer,
    },
    (ctx, { body }) => createExemption(ctx, body),
  );
  endpoint(
    app,
    {
      ...exemptions,
      path: "/billing/suspension/exemptions/{id}",
      method: "delete",
      id: "removeSuspensionExemption",
      summary: "End an exemption",
      access: "billing-policy:write",
      params: exemptionId,
      status: 204,
    },
    (ctx, { params }) => removeExemption(ctx, params.id),
  );
}
