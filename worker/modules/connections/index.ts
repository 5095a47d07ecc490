export { xenditAccount, type OpenConnection } from "./providers.ts";
export { connectionRoutes } from "./routes.ts";
export { connectionsFor, openConnection, registerWebhooks } from "./service.ts";
