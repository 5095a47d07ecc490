export { changed, created, noted, type AuditActor } from "./entry.ts";
