import { count, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import type { EndpointAction, FieldMapping, SignatureScheme } from "./custom/types.ts";

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
    /** What stood behind the `?`, which some providers sign as well. */
    query: text("query"),
    body: text("body").notNull(),
    address: text("address"),
    attempts: count("attempts").notNull().default(0),
    /** What came of it, or why it failed, in words. */
    outcome: text("outcome"),
    /** The event of the outbox that works it off; a replay gives it a new one. */
    eventId: text("event_id"),
    /** What is the same for every delivery of one call; the first has it, so that it alone is worked off. */
    dedupeKey: text("dedupe_key"),
    receivedAt: instant("received_at").notNull(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    primaryKey({ name: "webhook_receipts_pk", columns: [t.tenantId, t.id] }),
    index("webhook_receipts_provider").on(t.tenantId, t.provider, t.id),
    index("webhook_receipts_state").on(t.tenantId, t.state, t.id),
    index("webhook_receipts_provider_state").on(t.tenantId, t.provider, t.state, t.id),
    uniqueIndex("webhook_receipts_dedupe").on(t.tenantId, t.dedupeKey, t.provider),
  ],
);

/** A provider that the tenant describes itself: who may call, how a call is proved, and what its fields mean here. */
export const webhookEndpoints = table(
  "webhook_endpoints",
  {
    tenantId: tenantId(),
    id: id(),
    /** Its place in the address: `/t/{slug}/webhooks/{key}`. */
    key: text("key").notNull(),
    name: text("name").notNull(),
    state: text("state", { enum: ["active", "disabled"] }).notNull(),
    signature: json("signature").$type<SignatureScheme>().notNull(),
    secretSealed: text("secret_sealed"),
    /** Addresses and ranges that may call; empty: all. */
    allowedAddresses: json("allowed_addresses").$type<string[]>().notNull(),
    /** What is done with the fields. */
    action: text("action").$type<EndpointAction>().notNull(),
    mapping: json("mapping").$type<FieldMapping>().notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "webhook_endpoints_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("webhook_endpoints_key").on(t.tenantId, t.key),
  ],
);

/** What an endpoint's secret is sealed for. */
export const secretPurpose = (endpointId: string): string => `webhook-endpoint:${endpointId}`;

sealedColumn(webhookEndpoints, "secretSealed", { purpose: ({ id: endpointId }) => secretPurpose(endpointId) });
