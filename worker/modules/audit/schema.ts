import { count, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { id, tenantId } from "../../db/columns.ts";
import type { AuditActor } from "./entry.ts";

/**
 * Every change, with who made it. The key (entity, id, version) is the optimistic lock of the entity: of two writers that
 * saw the same version, one finds its row here taken, and its whole batch is refused.
 */
export const auditEntries = table(
  "audit_entries",
  {
    tenantId: tenantId(),
    id: id(),
    entity: text("entity").notNull(),
    entityId: text("entity_id").notNull(),
    version: count("version").notNull(),
    action: text("action").notNull(),
    actorId: text("actor_id").notNull(),
    actor: json("actor").$type<AuditActor>().notNull(),
    before: json("before").$type<Record<string, unknown>>(),
    after: json("after").$type<Record<string, unknown>>(),
    requestId: text("request_id").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "audit_entries_pk", columns: [t.tenantId, t.entity, t.entityId, t.version] }),
    uniqueIndex("audit_entries_id").on(t.tenantId, t.id),
    index("audit_entries_entity").on(t.tenantId, t.entityId, t.id),
    index("audit_entries_kind").on(t.tenantId, t.entity, t.id),
    index("audit_entries_actor").on(t.tenantId, t.actorId, t.id),
    index("audit_entries_action").on(t.tenantId, t.action, t.id),
  ],
);
