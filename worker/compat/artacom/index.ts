import type { App } from "../../core/http/endpoint.ts";
import { activityLogRoutes } from "./activity-logs.ts";
import { authenticationRoutes } from "./authentication.ts";
import { customerRoutes } from "./customers.ts";
import { invoiceRoutes } from "./invoices.ts";
import { liveRoutes } from "./live.ts";
import { notificationRoutes } from "./notifications.ts";

export { artacom } from "./profile.ts";

export function artacomRoutes(app: App): void {
  authenticationRoutes(app);
  customerRoutes(app);
  invoiceRoutes(app);
  notificationRoutes(app);
  activityLogRoutes(app);
  liveRoutes(app);
}
