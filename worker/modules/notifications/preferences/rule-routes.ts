import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { kindAnswer, kindParam, kindsAnswer, rulePatch } from "./rule-inputs.ts";
import { getKind, listKinds, updateRule } from "./rules.ts";

export function ruleRoutes(app: App): void {
  const rules = { tag: "Notifications", limit: "general", status: 200 } as const;
  endpoint(
    app,
    {
      ...rules,
      method: "get",
      path: "/notification-kinds",
      id: "listNotificationKinds",
      summary: "Every kind of notification, with your rule for it",
      access: "notification-rules:read",
      response: kindsAnswer,
    },
    (ctx) => listKinds(ctx),
  );
  endpoint(
    app,
    {
      ...rules,
      method: "get",
      path: "/notification-kinds/{kind}",
      id: "getNotificationKind",
      summary: "A kind of notification",
      access: "notification-rules:read",
      params: kindParam,
      response: kindAnswer,
    },
    (ctx, { params }) => getKind(ctx, params.kind),
  );
  endpoint(
    app,
    {
      ...rules,
      method: "patch",
      path: "/notification-kinds/{kind}",
      id: "updateNotificationKind",
      summary: "Say whether a kind is sent, where, and to whom of the staff",
      access: "notification-rules:write",
      params: kindParam,
      body: rulePatch,
      response: kindAnswer,
    },
    (ctx, { params, body }) => updateRule(ctx, params.kind, body),
  );
}
