/** Working off the outbox: load, handle, mark done. Handlers are idempotent by the event's id, since a queue may repeat. */
import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import type { ShardStore, TenantStore } from "../../db/store.ts";
import type { Event } from "./events.ts";
import { outbox } from "./schema.ts";

export type EventHandler = (ctx: Context, event: Event) => Promise<void>;

/** Loads an event that is still to be done. */
async function pendingEvent(store: TenantStore, eventId: string): Promise<Event | undefined> {
  const [[row]] = await store.read(
    store.db
      .select()
      .from(outbox)
      .where(store.own(outbox, eq(outbox.id, eventId), eq(outbox.state, "pending"))),
  );
  return row && ({ id: row.id, type: row.type, data: row.data, at: row.createdAt } as Event);
}

/**
 * Handles one event, unless it was handled before. What a handler throws is noted on the row and thrown on, so that the
 * queue tries again.
 */
export async function workOff(
  ctx: Context,
  eventId: string,
  handlersOf: (event: Event) => readonly EventHandler[],
): Promise<void> {
  const { store } = ctx;
  const found = await pendingEvent(store, eventId);
  if (!found) return;
  try {
    for (const handle of handlersOf(found)) await handle(ctx, found);
  } catch (error) {
    const lastError = error instanceof Error ? error.name : "Error";
    await store.atomic([
      store.update(
        outbox,
        { attempts: sql`${outbox.attempts} + 1`, lastError, dueAt: ctx.now() + 10 * 60_000 },
        eq(outbox.id, eventId),
      ),
    ]);
    throw error;
  }
  await store.atomic([
    store.update(outbox, { state: "done" }, and(eq(outbox.id, eventId), eq(outbox.state, "pending"))),
  ]);
}

/** After the last try: tells who must know, and marks the event dead. It stays until what it was about is replayed. */
export async function buryEvent(
  ctx: Context,
  eventId: string,
  mournersOf: (event: Event) => readonly EventHandler[],
): Promise<void> {
  const { store } = ctx;
  const found = await pendingEvent(store, eventId);
  if (!found) return;
  for (const mourn of mournersOf(found)) await mourn(ctx, found);
  await store.atomic([
    store.update(outbox, { state: "dead" }, and(eq(outbox.id, eventId), eq(outbox.state, "pending"))),
  ]);
}

/** Events of a whole shard that the queue did not bring in time. */
export async function dueEvents(
  shard: ShardStore,
  nowMs: number,
  limit: number,
): Promise<{ tenantId: string; eventId: string }[]> {
  const [rows] = await shard.run(
    shard.db
      .select({ tenantId: outbox.tenantId, eventId: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.state, "pending"), lte(outbox.dueAt, nowMs)))
      .orderBy(asc(outbox.dueAt))
      .limit(limit),
  );
  return rows;
}
