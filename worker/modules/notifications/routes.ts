import type { App } from "../../core/http/endpoint.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { deviceRoutes } from "./device-routes.ts";
import { feedRoutes } from "./feed-routes.ts";
import { messageRoutes } from "./message-routes.ts";
import { preferenceRoutes } from "./preference-routes.ts";
import { ruleRoutes } from "./rule-routes.ts";
import { templateRoutes } from "./template-routes.ts";

export function notificationRoutes(app: App): void {
  feedRoutes(app);
  preferenceRoutes(app);
  ruleRoutes(app);
  deviceRoutes(app);
  templateRoutes(app);
  deliveryRoutes(app);
  messageRoutes(app);
}
