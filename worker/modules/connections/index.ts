export { xenditAccount, type OpenConnection } from "./providers.ts";
export { connectionRoutes } from "./routes.ts";
export { connectionById, connectionsFor, noteFailure, openConnection, registerWebhooks } from "./service.ts";
