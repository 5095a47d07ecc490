export { listReceiptsBySkip, type ReceiptSummary } from "./list.ts";
export { receiveWebhook } from "./receive.ts";
export { webhookBodyLimitBytes, webhookRoutes } from "./routes.ts";
export { buryWebhook, processWebhook } from "./work.ts";
