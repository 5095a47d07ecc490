export { sealChain, unsealedTenants } from "./chain.ts";
export { changed, changedAll, created, createdAll, noted, type AuditActor } from "./entry.ts";
export { auditRoutes } from "./routes.ts";
