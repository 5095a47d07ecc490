/** `Idempotency-Key`: the same key and body give the same answer, the same key with another body 422. */
import { violation } from "#dialect";
import { idempotencyQuery, storeAnswer } from "../../db/idempotency.ts";
import type { Context, Idempotency } from "../context.ts";
import { sha256 } from "../crypto.ts";
import { refuseField, Refusal } from "../errors.ts";

/** What a request's key stands for: its method, path and body. */
export async function idempotencyOf(key: string, method: string, path: string, body: unknown): Promise<Idempotency> {
  return { ...idempotencyKey(key), requestHash: await sha256(JSON.stringify([method, path, body ?? null])) };
}

/** A key whose body is still to be read. */
export function idempotencyKey(key: string): Idempotency {
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw refuseField("Idempotency-Key", "1–128 karakter ASCII tanpa spasi.", "1–128 ASCII characters without spaces.");
  return { key, requestHash: "", written: false };
}

/** Answers from the store when the key is known; else acts, and keeps the answer if the action wrote anything. */
export async function replayOr(
  ctx: Context,
  act: () => Promise<Response>,
  { keep }: { keep: boolean },
): Promise<Response> {
  const { idempotency } = ctx;
  if (!idempotency) return act();
  if (idempotency.known) return replay(idempotency, idempotency.known);
  try {
    const response = await act();
    if (idempotency.written) ctx.defer(keepAnswer(ctx, idempotency.key, response.clone(), keep));
    return response;
  } catch (error) {
    if (violation(error)?.name !== "idempotency_keys_pk") throw error;
    const [[known]] = await ctx.store.read(idempotencyQuery(ctx.store, ctx.actor.id, idempotency.key));
    if (!known) throw error;
    return replay(idempotency, known);
  }
}

function replay(idempotency: Idempotency, known: NonNullable<Idempotency["known"]>): Response {
  if (known.requestHash !== idempotency.requestHash) throw new Refusal("idempotency_key_reused");
  if (known.status === null) throw new Refusal("idempotency_in_progress", { retryAfterSeconds: 1 });
  if (known.body === null) throw new Refusal("idempotency_shown_once");
  return new Response(known.body, {
    status: known.status,
    headers: { "content-type": "application/json", "idempotency-replayed": "true" },
  });
}

async function keepAnswer(ctx: Context, key: string, response: Response, keepBody: boolean): Promise<void> {
  const body = keepBody ? await response.text() : null;
  await ctx.store.atomic([storeAnswer(ctx.store, ctx.actor.id, key, response.status, body)]);
}
