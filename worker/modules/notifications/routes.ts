import type { App } from "../../core/http/endpoint.ts";
import { deliveryRoutes } from "./delivery/routes.ts";
import { deviceRoutes } from "./preferences/device-routes.ts";
import { feedRoutes } from "./feed/routes.ts";
import { messageRoutes } from "./messages/routes.ts";
import { preferenceRoutes } from "./preferences/preference-routes.ts";
import { ruleRoutes } from "./preferences/rule-routes.ts";
import { templateRoutes } from "./texts/routes.ts";

export function notificationRoutes(app: App): void {
  feedRoutes(app);
  preferenceRoutes(app);
  ruleRoutes(app);
  deviceRoutes(app);
  templateRoutes(app);
  deliveryRoutes(app);
  messageRoutes(app);
}
