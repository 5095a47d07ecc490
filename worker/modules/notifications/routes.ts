import type { App } from "../../core/http/endpoint.ts";
import { deviceRoutes } from "./device-routes.ts";
import { feedRoutes } from "./feed-routes.ts";
import { preferenceRoutes } from "./preference-routes.ts";
import { ruleRoutes } from "./rule-routes.ts";

export function notificationRoutes(app: App): void {
  feedRoutes(app);
  preferenceRoutes(app);
  ruleRoutes(app);
  deviceRoutes(app);
}
