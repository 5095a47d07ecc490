import type { App } from "../../core/http/endpoint.ts";
import { billingExportRoutes } from "./exports/routes.ts";
import { documentRoutes } from "./documents/routes.ts";
import { creditNoteRoutes, creditUseRoutes, refundRoutes, statementRoutes } from "./credits/routes.ts";
import { invoiceRoutes } from "./invoices/routes.ts";
import { balanceRoutes, paymentRoutes, publicInvoiceRoutes } from "./payments/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { reminderRoutes } from "./reminders/routes.ts";
import { runRoutes } from "./runs/routes.ts";
import { planChangeRoutes } from "./subscriptions/plan-change-routes.ts";
import { subscriptionRoutes } from "./subscriptions/routes.ts";
import { totalRoutes } from "./totals/routes.ts";
import { suspensionRoutes } from "./suspension/routes.ts";

export function billingRoutes(app: App): void {
  billingExportRoutes(app);
  planRoutes(app);
  subscriptionRoutes(app);
  planChangeRoutes(app);
  invoiceRoutes(app);
  paymentRoutes(app);
  balanceRoutes(app);
  publicInvoiceRoutes(app);
  documentRoutes(app);
  creditNoteRoutes(app);
  refundRoutes(app);
  creditUseRoutes(app);
  statementRoutes(app);
  runRoutes(app);
  totalRoutes(app);
  reminderRoutes(app);
  suspensionRoutes(app);
}
