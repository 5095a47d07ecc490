import type { App } from "../../core/http/endpoint.ts";
import { activityLogRoutes } from "./activity-logs.ts";
import { authenticationRoutes } from "./authentication.ts";
import { customerFileRoutes } from "./customer-files.ts";
import { customerRoutes } from "./customers.ts";
import { dashboardRoutes } from "./dashboard.ts";
import { invoiceRoutes } from "./invoices.ts";
import { liveRoutes } from "./live.ts";
import { notificationRoutes } from "./notifications.ts";
import { reportRoutes } from "./reports.ts";

export { artacom } from "./profile.ts";

export function artacomRoutes(app: App): void {
  authenticationRoutes(app);
  dashboardRoutes(app);
  customerRoutes(app);
  customerFileRoutes(app);
  invoiceRoutes(app);
  reportRoutes(app);
  notificationRoutes(app);
  activityLogRoutes(app);
  liveRoutes(app);
}
