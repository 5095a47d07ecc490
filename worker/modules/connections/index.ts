export { providerNames, xenditAccount, type OpenConnection } from "./providers.ts";
export { connectionRoutes } from "./routes.ts";
export { connectionsFor, openConnection, registerWebhooks, webhookUrl } from "./service.ts";
