import { and, eq, type SQLWrapper } from "drizzle-orm";
import { count, primaryKey, table, text, type Statement } from "#dialect";
import { createdAt, tenantId } from "./columns.ts";
import type { TenantStore } from "./store.ts";

/** Answers by `Idempotency-Key`, written in the batch of the action itself, so that a key acts once. */
export const idempotencyKeys = table(
  "idempotency_keys",
  {
    tenantId: tenantId(),
    actorId: text("actor_id").notNull(),
    key: text("key").notNull(),
    requestHash: text("request_hash").notNull(),
    /** Filled right after the batch; a repeat that comes before it waits. */
    status: count("status"),
    body: text("body"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: "idempotency_keys_pk", columns: [t.tenantId, t.actorId, t.key] })],
);

/** The query for what is known of a key. */
export const idempotencyQuery = (store: TenantStore, actorId: string | SQLWrapper, key: string) =>
  store.db
    .select({ requestHash: idempotencyKeys.requestHash, status: idempotencyKeys.status, body: idempotencyKeys.body })
    .from(idempotencyKeys)
    .where(store.own(idempotencyKeys, eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key)));

/** The statement that stores an answer for its key. */
export const storeAnswer = (
  store: TenantStore,
  actorId: string,
  key: string,
  status: number,
  body: string,
): Statement =>
  store.update(
    idempotencyKeys,
    { status, body },
    and(eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key)),
  );
