export { lapseSegments } from "./behaviour/refresh.ts";
export { rebuildBehaviour, verifyBehaviour } from "./behaviour/verify.ts";
export { amountLimits } from "./invoices/amounts.ts";
export { invoiceItemFields, periodText } from "./invoices/inputs.ts";
export { completeCheckout } from "./payments/checkouts.ts";
export { closeAccount } from "./invoices/departures.ts";
export { createInvoice } from "./invoices/invoices.ts";
export { listInvoicesBySkip } from "./invoices/list.ts";
export {
  getInvoice,
  invoiceNumbersQuery,
  invoicePaymentUrl,
  loadInvoice,
  newestInvoicesQuery,
} from "./invoices/view.ts";
export { taxWithin } from "./credits/tax.ts";
export { owedOf } from "./invoices/owed.ts";
export { getRun } from "./runs/runs.ts";
export { markOverdue } from "./invoices/overdue.ts";
export { invoiceNumbered, receiveReported } from "./payments/reported.ts";
export { useCreditAutomatically } from "./credits/use-credit.ts";
export { bringInvoiceTo } from "./payments/wanted-state.ts";
export { getCustomerWithPlan, type CustomerWithPlan } from "./subscriptions/of-customer.ts";
export { billingRoutes } from "./routes.ts";
export { invoiceStates, type InvoiceState } from "./states.ts";
export { billingRunSteps, resumeRuns } from "./runs/jobs.ts";
export { runJob } from "./runs/queue.ts";
export { endDueSubscriptions, endSubscriptionsOf } from "./subscriptions/lifecycle.ts";
export { rebuildSubscriptionDays, verifySubscriptionDays } from "./subscriptions/verify-days.ts";
export { handleXenditCallback, type CallbackOutcome } from "./payments/xendit-callbacks.ts";
export { rebuildTotals, verifyTotals, type Difference } from "./totals/check.ts";
export { openInvoices } from "./totals/sources.ts";
export { createdSubscriptions, openedSubscription } from "./subscriptions/bulk.ts";
export { createdPlans } from "./plans/plans.ts";
