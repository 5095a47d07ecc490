export { liveRoutes } from "./routes.ts";
export { closeSession, closeSocketsOf, publishEvent } from "./service.ts";
