export { liveRoutes } from "./routes.ts";
export { closeSession, publishEvent } from "./service.ts";
