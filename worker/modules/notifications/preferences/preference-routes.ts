import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { preferencesAnswer, preferencesInput } from "./preference-inputs.ts";
import { getPreferences, putPreferences } from "./preferences.ts";

export function preferenceRoutes(app: App): void {
  const own = {
    tag: "Notifications",
    path: "/notification-preferences",
    access: "notifications:read",
    limit: "general",
    status: 200,
    response: preferencesAnswer,
  } as const;
  endpoint(
    app,
    { ...own, method: "get", id: "getNotificationPreferences", summary: "How you want to be told, kind by kind" },
    (ctx) => getPreferences(ctx),
  );
  endpoint(
    app,
    {
      ...own,
      method: "put",
      id: "putNotificationPreferences",
      summary: "Choose how you want to be told",
      body: preferencesInput,
    },
    (ctx, { body }) => putPreferences(ctx, body),
  );
}
