import type { App } from "../../core/http/endpoint.ts";
import { balanceRoutes, invoiceRoutes, paymentRoutes, publicInvoiceRoutes } from "./invoice-routes.ts";
import { planRoutes } from "./plan-routes.ts";
import { runRoutes } from "./run-routes.ts";
import { subscriptionRoutes } from "./subscription-routes.ts";

export function billingRoutes(app: App): void {
  planRoutes(app);
  subscriptionRoutes(app);
  invoiceRoutes(app);
  paymentRoutes(app);
  balanceRoutes(app);
  publicInvoiceRoutes(app);
  runRoutes(app);
}
