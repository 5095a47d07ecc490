import { count, index, instant, json, primaryKey, table, text } from "#dialect";
import { id, tenantId } from "../../db/columns.ts";

/** Every call of a provider, raw, stored once before it is answered; then worked off from the outbox. */
export const webhookReceipts = table(
  "webhook_receipts",
  {
    tenantId: tenantId(),
    id: id(),
    provider: text("provider").notNull(),
    connectionId: text("connection_id"),
    state: text("state", { enum: ["received", "done", "ignored", "failed", "dead", "rejected"] }).notNull(),
    method: text("method").notNull(),
    headers: json("headers").$type<Record<string, string>>().notNull(),
    body: text("body").notNull(),
    address: text("address"),
    attempts: count("attempts").notNull().default(0),
    /** What came of it, or why it failed, in words. */
    outcome: text("outcome"),
    /** The event of the outbox that works it off; a replay gives it a new one. */
    eventId: text("event_id"),
    receivedAt: instant("received_at").notNull(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    primaryKey({ name: "webhook_receipts_pk", columns: [t.tenantId, t.id] }),
    index("webhook_receipts_provider").on(t.tenantId, t.provider, t.id),
    index("webhook_receipts_state").on(t.tenantId, t.state, t.id),
  ],
);
