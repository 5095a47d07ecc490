import type { App } from "../../core/http/endpoint.ts";
import { invoiceRoutes } from "./invoices/routes.ts";
import { balanceRoutes, paymentRoutes, publicInvoiceRoutes } from "./payments/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { reminderRoutes } from "./reminders/routes.ts";
import { runRoutes } from "./runs/routes.ts";
import { subscriptionRoutes } from "./subscriptions/routes.ts";
import { suspensionRoutes } from "./suspension/routes.ts";

export function billingRoutes(app: App): void {
  planRoutes(app);
  subscriptionRoutes(app);
  invoiceRoutes(app);
  paymentRoutes(app);
  balanceRoutes(app);
  publicInvoiceRoutes(app);
  runRoutes(app);
  reminderRoutes(app);
  suspensionRoutes(app);
}
