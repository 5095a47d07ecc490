import { count, index, instant, json, primaryKey, table, text } from "#dialect";
import { sql } from "drizzle-orm";
import { createdAt, id, tenantId } from "../../db/columns.ts";

/**
 * Events that a batch leaves behind, for what must follow outside of it. `outbox_due` is the one index that does not
 * start with the tenant: the sweep looks for what is due on a whole shard (docs/decisions/0004-outbox-sweep.md).
 */
export const outbox = table(
  "outbox",
  {
    tenantId: tenantId(),
    id: id(),
    type: text("type").notNull(),
    data: json("data").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: ["pending", "done", "dead"] }).notNull(),
    attempts: count("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull(),
    lastError: text("last_error"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "outbox_pk", columns: [t.tenantId, t.id] }),
    index("outbox_due")
      .on(t.dueAt)
      .where(sql`${t.state} = 'pending'`),
    index("outbox_dead")
      .on(t.tenantId, t.id)
      .where(sql`${t.state} = 'dead'`),
  ],
);
