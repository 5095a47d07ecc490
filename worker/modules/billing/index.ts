export { completeCheckout } from "./checkouts.ts";
export { closeAccount } from "./departures.ts";
export { invoiceNumbersQuery, invoicePaymentUrl, loadInvoice, newestInvoicesQuery } from "./invoice-view.ts";
export { getRun } from "./runs.ts";
export { markOverdue } from "./overdue.ts";
export { billingRoutes } from "./routes.ts";
export { issueRun, prepareRun, resumeRuns, resumeStalledRun } from "./run-jobs.ts";
export { endDueSubscriptions, endSubscriptionsOf } from "./subscription-lifecycle.ts";
export { handleXenditCallback, type CallbackOutcome } from "./xendit-callbacks.ts";
