export { sealChain, unsealedTenants } from "./chain.ts";
export { changed, changedAll, created, createdAll, isLostRace, noted, notedAll, type AuditActor } from "./entry.ts";
export { moment } from "./inputs.ts";
export { listAuditBySkip } from "./list.ts";
export { auditRoutes } from "./routes.ts";
