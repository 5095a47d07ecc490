export { lapseSegments } from "./behaviour/refresh.ts";
export { rebuildBehaviour, verifyBehaviour } from "./behaviour/verify.ts";
export { taxWithin } from "./credits/tax.ts";
export { useCreditAutomatically } from "./credits/use-credit.ts";
export {
  invoiceDocument,
  invoiceFileName,
  receiptDocument,
  receiptQuery,
  requireBrandOf,
  type ReceiptRow,
} from "./documents/documents.ts";
export { amountLimits } from "./invoices/amounts.ts";
export { closeAccount } from "./invoices/departures.ts";
export { invoiceItemFields, periodText } from "./invoices/inputs.ts";
export { createInvoice } from "./invoices/invoices.ts";
export { listInvoicesBySkip } from "./invoices/list.ts";
export { markOverdue } from "./invoices/overdue.ts";
export { owedOf } from "./invoices/owed.ts";
export {
  getInvoice,
  invoiceNumbersQuery,
  invoicePaymentUrl,
  invoicePdfUrl,
  invoiceQueries,
  loadInvoice,
  newestInvoicesQuery,
  receiptPdfUrl,
} from "./invoices/view.ts";
export { completeCheckout } from "./payments/checkouts.ts";
export { invoiceNumbered, receiveReported } from "./payments/reported.ts";
export { bringInvoiceTo } from "./payments/wanted-state.ts";
export { handleXenditCallback, type CallbackOutcome } from "./payments/xendit-callbacks.ts";
export { createdPlans } from "./plans/plans.ts";
export { removeOldRounds } from "./reminders/rounds.ts";
export { sendReminders } from "./reminders/send.ts";
export { billingRoutes } from "./routes.ts";
export { billingRunSteps, resumeRuns } from "./runs/jobs.ts";
export { runJob } from "./runs/queue.ts";
export { getRun } from "./runs/runs.ts";
export { invoiceStates, type InvoiceState } from "./states.ts";
export { createdSubscriptions, openedSubscription } from "./subscriptions/bulk.ts";
export { applyDueChanges } from "./subscriptions/due-plan-changes.ts";
export { endDueSubscriptions, endSubscriptionsOf } from "./subscriptions/lifecycle.ts";
export { getCustomerWithPlan, type CustomerWithPlan } from "./subscriptions/of-customer.ts";
export { loadPlanChange } from "./subscriptions/plan-change-queries.ts";
export { rebuildSubscriptionDays, verifySubscriptionDays } from "./subscriptions/verify-days.ts";
export { removeExemptionsOf } from "./suspension/exemptions.ts";
export { liftAfterPayment, liftExempted } from "./suspension/lift.ts";
export { suspendOverdue } from "./suspension/suspend.ts";
export { suspendedSubscription } from "./suspension/suspended.ts";
export { rebuildTotals, verifyTotals, type Difference } from "./totals/check.ts";
export { openInvoices } from "./totals/sources.ts";
