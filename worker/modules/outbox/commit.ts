/** The one way to write: all statements, events and the idempotency key in one atomic batch, then the events to the queue. */
import type { Results, Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { insertRows } from "../../db/bulk.ts";
import { idempotencyKeys } from "../../db/idempotency.ts";
import type { EventData, EventType } from "./events.ts";
import { outbox } from "./schema.ts";

/** An event to be written with a batch. */
export interface NewEvent {
  eventId: string;
  statement: Statement;
}

/** Events to be written with a batch. */
export interface NewEvents {
  eventIds: string[];
  statement: Statement;
}

/** How long the queue has before the sweep takes an event itself. */
const sweepAfterMs = 60_000;

/** An event for this batch, handled as soon as the batch is written. */
export function event<T extends EventType>(ctx: Context, type: T, data: EventData<T>): NewEvent {
  const eventId = ctx.id("evt");
  return { eventId, statement: eventRow(ctx, eventId, type, data, sweepAfterMs) };
}

/** Many events of one type for this batch, in one statement. */
export function events<T extends EventType>(ctx: Context, type: T, list: readonly EventData<T>[]): NewEvents {
  const now = ctx.now();
  const rows = list.map((data) => ({
    id: ctx.id("evt"),
    type,
    data,
    state: "pending" as const,
    dueAt: now + sweepAfterMs,
    createdAt: now,
  }));
  return { eventIds: rows.map(({ id }) => id), statement: insertRows(ctx.store, outbox, rows) };
}

/** An event for this batch, handled by the sweep once `delayMs` have passed. */
export const delayedEvent = <T extends EventType>(
  ctx: Context,
  type: T,
  data: EventData<T>,
  delayMs: number,
): Statement => eventRow(ctx, ctx.id("evt"), type, data, delayMs);

function eventRow<T extends EventType>(
  ctx: Context,
  id: string,
  type: T,
  data: EventData<T>,
  delayMs: number,
): Statement {
  const now = ctx.now();
  return ctx.store.insert(outbox, { id, type, data, state: "pending", dueAt: now + delayMs, createdAt: now });
}

/** What a batch is made of. */
export type Part = Statement | NewEvent | NewEvents;

/**
 * Writes a batch.
 * @throws what the store refused; `violation(error)` tells which constraint it was. Nothing is written then.
 */
export async function commit(ctx: Context, parts: readonly Part[]): Promise<void> {
  await write(ctx, parts);
}

/** Writes a batch and gives what `query` reads at its end, in the same round trip. */
export async function commitAndRead<Q extends Statement>(
  ctx: Context,
  parts: readonly Part[],
  query: Q,
): Promise<Results<[Q]>[0]> {
  const results = await write(ctx, [...parts, query]);
  return results.at(-1) as Results<[Q]>[0];
}

/** Writes a batch and gives what each of `queries` reads at its end, in the same round trip. */
export async function commitAndReadEach<const Q extends readonly Statement[]>(
  ctx: Context,
  parts: readonly Part[],
  queries: Q,
): Promise<Results<Q>> {
  const results = await write(ctx, [...parts, ...queries]);
  return results.slice(-queries.length) as Results<Q>;
}

async function write(ctx: Context, parts: readonly Part[]): Promise<unknown[]> {
  const { idempotency } = ctx;
  const statements = parts.map((part) => ("statement" in part ? part.statement : part));
  if (idempotency && !idempotency.written)
    statements.unshift(
      ctx.store.insert(idempotencyKeys, {
        actorId: ctx.actor.id,
        key: idempotency.key,
        requestHash: idempotency.requestHash,
        createdAt: ctx.now(),
      }),
    );
  const results = await ctx.store.atomic(statements);
  if (idempotency) idempotency.written = true;
  const eventIds = parts.flatMap((part) =>
    "eventIds" in part ? part.eventIds : "eventId" in part ? [part.eventId] : [],
  );
  if (eventIds.length > 0) ctx.defer(sendEvents(ctx, eventIds));
  return results;
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
