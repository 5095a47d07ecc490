export { removeOldReceipts } from "./clean-up.ts";
export { webhookEndpointRoutes } from "./custom/routes.ts";
export { listReceiptsBySkip, type ReceiptSummary } from "./list.ts";
export { receiveWebhook } from "./receive.ts";
export { inboundCall, webhookRoutes } from "./routes.ts";
export { buryWebhook, processWebhook } from "./work.ts";
