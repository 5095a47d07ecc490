export { removeOldReceipts } from "./clean-up.ts";
export { webhookEndpointRoutes } from "./custom/routes.ts";
export { webhookRoutes } from "./routes.ts";
export { buryWebhook, processWebhook } from "./work.ts";
