export { liveRoutes } from "./routes.ts";
export { closeSession, closeSocketsOf, join, publishEvent } from "./service.ts";
