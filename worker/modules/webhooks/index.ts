export { removeOldReceipts } from "./clean-up.ts";
export { webhookRoutes } from "./routes.ts";
export { buryWebhook, processWebhook } from "./work.ts";
