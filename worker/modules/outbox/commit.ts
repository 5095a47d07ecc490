/** The one way to write: all statements, events and the idempotency key in one atomic batch, then the events to the queue. */
import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { idempotencyKeys } from "../../db/idempotency.ts";
import type { EventData, EventType } from "./events.ts";
import { outbox } from "./schema.ts";

/** An event to be written with a batch. */
export interface NewEvent {
  eventId: string;
  statement: Statement;
}

/** How long the queue has before the sweep takes an event itself. */
const sweepAfterMs = 60_000;

/** An event for this batch. */
export function event<T extends EventType>(ctx: Context, type: T, data: EventData<T>): NewEvent {
  const eventId = ctx.id("evt");
  const now = ctx.now();
  return {
    eventId,
    statement: ctx.store.insert(outbox, {
      id: eventId,
      type,
      data,
      state: "pending",
      dueAt: now + sweepAfterMs,
      createdAt: now,
    }),
  };
}

/**
 * Writes a batch.
 * @throws what the store refused; `violation(error)` tells which constraint it was. Nothing is written then.
 */
export async function commit(ctx: Context, parts: readonly (Statement | NewEvent)[]): Promise<void> {
  const { idempotency } = ctx;
  const statements = parts.map((part) => ("eventId" in part ? part.statement : part));
  if (idempotency && !idempotency.written)
    statements.unshift(
      ctx.store.insert(idempotencyKeys, {
        actorId: ctx.actor.id,
        key: idempotency.key,
        requestHash: idempotency.requestHash,
        createdAt: ctx.now(),
      }),
    );
  await ctx.store.atomic(statements);
  if (idempotency) idempotency.written = true;
  const eventIds = parts.flatMap((part) => ("eventId" in part ? [part.eventId] : []));
  if (eventIds.length > 0) ctx.defer(sendEvents(ctx, eventIds));
}

/** Hands events to the queue. When that fails they stay pending, and the sweep sends them. */
export async function sendEvents(ctx: Pick<Context, "env" | "tenant">, eventIds: string[]): Promise<void> {
  const { id: tenantId, shard } = ctx.tenant;
  try {
    for (let from = 0; from < eventIds.length; from += 100)
      await ctx.env.EVENTS.sendBatch(
        eventIds.slice(from, from + 100).map((eventId) => ({ body: { tenantId, shard, eventId } })),
      );
  } catch (error) {
    log.error("events_not_queued", error, { tenantId, events: eventIds.length });
  }
}
