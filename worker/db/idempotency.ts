import { and, eq, type SQLWrapper } from "drizzle-orm";
import { count, primaryKey, table, text, type Statement } from "#dialect";
import { createdAt, tenantId } from "./columns.ts";
import { sealedColumn } from "./sealed.ts";
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
    /** Sealed: an answer may hold what is shown but once. */
    body: text("body"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: "idempotency_keys_pk", columns: [t.tenantId, t.actorId, t.key] })],
);

sealedColumn(idempotencyKeys, "body", {
  key: ["actorId", "key"],
  purpose: ({ key }) => answerPurpose(key),
  formerlyPlain: true,
});

/** What the answer to a key is sealed for. */
export const answerPurpose = (key: string): string => `answer:${key}`;

/** The query for what is known of a key. */
export const idempotencyQuery = (store: TenantStore, actorId: string | SQLWrapper, key: string) =>
  store.db
    .select({ requestHash: idempotencyKeys.requestHash, status: idempotencyKeys.status, body: idempotencyKeys.body })
    .from(idempotencyKeys)
    .where(store.own(idempotencyKeys, eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key)));

/** The statement that stores a sealed answer for its key. */
export const storeAnswer = (
  store: TenantStore,
  actorId: string,
  key: string,
  status: number,
  body: string | null,
): Statement =>
  store.update(
    idempotencyKeys,
    { status, body },
    and(eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key)),
  );
