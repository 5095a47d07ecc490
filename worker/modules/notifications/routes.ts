import type { App } from "../../core/http/endpoint.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { messageRoutes } from "./message-routes.ts";
import { templateRoutes } from "./template-routes.ts";

export function notificationRoutes(app: App): void {
  templateRoutes(app);
  deliveryRoutes(app);
  messageRoutes(app);
}
