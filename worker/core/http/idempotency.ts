/** `Idempotency-Key`: the same key and body give the same answer, the same key with another body 422. */
import { violation } from "#dialect";
import { answerPurpose, idempotencyQuery, storeAnswer } from "../../db/idempotency.ts";
import type { Context, Idempotency } from "../context.ts";
import { sha256 } from "../crypto.ts";
import { refuseField, Refusal } from "../errors.ts";
import { isSealed } from "../vault.ts";

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
export async function replayOr(ctx: Context, act: () => Promise<Response>): Promise<Response> {
  const { idempotency } = ctx;
  if (!idempotency) return act();
  if (idempotency.known) return replay(ctx, idempotency, idempotency.known);
  try {
    const response = await act();
    if (idempotency.written) ctx.defer(keepAnswer(ctx, idempotency.key, response.clone()));
    return response;
  } catch (error) {
    if (violation(error)?.name !== "idempotency_keys_pk") throw error;
    const [[known]] = await ctx.store.read(idempotencyQuery(ctx.store, ctx.actor.id, idempotency.key));
    if (!known) throw error;
    return replay(ctx, idempotency, known);
  }
}

async function replay(
  { vault }: Context,
  { key, requestHash }: Idempotency,
  known: NonNullable<Idempotency["known"]>,
): Promise<Response> {
  if (known.requestHash !== requestHash) throw new Refusal("idempotency_key_reused");
  if (known.status === null) throw new Refusal("idempotency_in_progress", { retryAfterSeconds: 1 });
  const body = known.body && isSealed(known.body) ? await vault.open(answerPurpose(key), known.body) : known.body;
  return new Response(body, {
    status: known.status,
    headers: { "content-type": "application/json", "idempotency-replayed": "true" },
  });
}

async function keepAnswer({ store, vault, actor }: Context, key: string, response: Response): Promise<void> {
  const body = await vault.seal(answerPurpose(key), await response.text());
  await store.atomic([storeAnswer(store, actor.id, key, response.status, body)]);
}
