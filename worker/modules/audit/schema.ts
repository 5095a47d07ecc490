import { sql } from "drizzle-orm";
import { count, foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
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
    /** When it was chained. The one column that ever changes, once: triggers refuse all else (docs/security.md). */
    linkedAt: instant("linked_at"),
  },
  (t) => [
    primaryKey({ name: "audit_entries_pk", columns: [t.tenantId, t.entity, t.entityId, t.version] }),
    uniqueIndex("audit_entries_id").on(t.tenantId, t.id),
    index("audit_entries_entity").on(t.tenantId, t.entityId, t.id),
    index("audit_entries_kind").on(t.tenantId, t.entity, t.id),
    index("audit_entries_actor").on(t.tenantId, t.actorId, t.id),
    index("audit_entries_unlinked")
      .on(t.tenantId, t.id)
      .where(sql`${t.linkedAt} is null`),
    index("audit_entries_action").on(t.tenantId, t.action, t.id),
  ],
);

/** The chain over a tenant's entries, in the order they were sealed: gapless, and each hash covers the one before. */
export const auditLinks = table(
  "audit_links",
  {
    tenantId: tenantId(),
    position: count("position").notNull(),
    entryId: text("entry_id").notNull(),
    hash: text("hash").notNull(),
    previousHash: text("previous_hash").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "audit_links_pk", columns: [t.tenantId, t.position] }),
    uniqueIndex("audit_links_entry").on(t.tenantId, t.entryId),
    foreignKey({
      name: "audit_links_entry_fk",
      columns: [t.tenantId, t.entryId],
      foreignColumns: [auditEntries.tenantId, auditEntries.id],
    }),
  ],
);
