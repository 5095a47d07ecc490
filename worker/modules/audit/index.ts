export { sealChain, unsealedTenants } from "./chain.ts";
export { changed, changedAll, created, createdAll, lostRace, noted, notedAll, type AuditActor } from "./entry.ts";
export { auditRoutes } from "./routes.ts";
