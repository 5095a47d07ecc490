import type { App } from "../../core/http/endpoint.ts";
import { notificationRoutes } from "./notifications.ts";
import { testRoutes } from "./tests.ts";
import { webhookRoutes } from "./webhooks.ts";

export { fa } from "./profile.ts";

export function faRoutes(app: App): void {
  notificationRoutes(app);
  testRoutes(app);
  webhookRoutes(app);
}
