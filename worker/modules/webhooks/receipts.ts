/** Writing calls down. */
import type { Context } from "../../core/context.ts";
import { event, type NewEvent, type Part } from "../outbox/index.ts";
import { webhookReceipts } from "./schema.ts";

/** A call as it came. */
export interface InboundCall {
  provider: string;
  method: string;
  headers: Headers;
  /** As it came, so that the same bytes can be made of it again. */
  body: string;
  /** What stood behind the `?`. */
  query: string;
  address: string;
}

/** What is kept of a call that nobody could be shown to have sent. */
const rejectedBodyLength = 1000;
const keptHeaders = ["content-type", "user-agent", "webhook-id"];
const headerLength = 300;

function rowOf(ctx: Context, call: InboundCall, secretHeaders: readonly string[]) {
  const kept = keptHeaders.filter((name) => !secretHeaders.includes(name) && call.headers.get(name));
  return {
    id: ctx.id("whk"),
    provider: call.provider,
    method: call.method,
    headers: Object.fromEntries(kept.map((name) => [name, (call.headers.get(name) ?? "").slice(0, headerLength)])),
    address: call.address,
    receivedAt: ctx.now(),
  };
}

/** What came of a call that was worked off. */
export interface Worked {
  /** `dead`: no other try would come to another end. */
  state: "done" | "ignored" | "dead";
  outcome: string;
  /** To be written together with the outcome. */
  parts?: Part[];
}

interface Written {
  id: string;
  parts: Part[];
}

/** A call that is to be worked off. */
export function received(
  ctx: Context,
  call: InboundCall,
  more: { secretHeaders: readonly string[]; connectionId?: string; dedupeKey?: string },
): Written {
  const row = rowOf(ctx, call, more.secretHeaders);
  const worked: NewEvent = event(ctx, "webhook.received", { receiptId: row.id });
  const insert = ctx.store.insert(webhookReceipts, {
    ...row,
    connectionId: more.connectionId ?? null,
    dedupeKey: more.dedupeKey ?? null,
    query: call.query || null,
    state: "received",
    body: call.body,
    eventId: worked.eventId,
  });
  return { id: row.id, parts: [insert, worked] };
}

/** A call that says nothing new. */
export function ignored(
  ctx: Context,
  call: InboundCall,
  { secretHeaders, outcome }: { secretHeaders: readonly string[]; outcome: string },
): Written {
  const row = rowOf(ctx, call, secretHeaders);
  const insert = ctx.store.insert(webhookReceipts, {
    ...row,
    query: call.query || null,
    state: "ignored",
    body: call.body,
    outcome,
    finishedAt: ctx.now(),
  });
  return { id: row.id, parts: [insert] };
}

/** A call that is refused: enough of it to see what was tried, without its query, where secrets may stand. */
export function rejected(
  ctx: Context,
  call: InboundCall,
  { secretHeaders, outcome }: { secretHeaders: readonly string[]; outcome: string },
): Written {
  const row = rowOf(ctx, call, secretHeaders);
  const insert = ctx.store.insert(webhookReceipts, {
    ...row,
    state: "rejected",
    body: call.body.slice(0, rejectedBodyLength).toWellFormed(),
    outcome,
    finishedAt: ctx.now(),
  });
  return { id: row.id, parts: [insert] };
}
