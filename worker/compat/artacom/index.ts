import type { App } from "../../core/http/endpoint.ts";
import { liveRoutes } from "./live.ts";
import { notificationRoutes } from "./notifications.ts";

export { artacom } from "./profile.ts";

export function artacomRoutes(app: App): void {
  notificationRoutes(app);
  liveRoutes(app);
}
