/** Working off stored calls, and playing them again. */
import { eq, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { noted } from "../audit/index.ts";
import { connectionsFor, openConnection } from "../connections/index.ts";
import type { CallbackOutcome } from "../billing/index.ts";
import { commit, event } from "../outbox/index.ts";
import { loadReceipt, type Receipt } from "./list.ts";
import { webhookProviders } from "./providers.ts";
import { webhookReceipts } from "./schema.ts";

/** Works off one stored call. What fails is noted on it, and thrown on so that the queue tries again. */
export async function processWebhook(ctx: Context, receiptId: string): Promise<void> {
  const { store } = ctx;
  const receipt = await loadReceipt(ctx, receiptId);
  const acting: Context = { ...ctx, actor: { kind: "webhook", id: receipt.provider, name: receipt.provider } };
  const note = (changes: object) =>
    store.atomic([
      store.update(
        webhookReceipts,
        { ...changes, attempts: sql`${webhookReceipts.attempts} + 1` },
        eq(webhookReceipts.id, receiptId),
      ),
    ]);
  try {
    const result = await handle(acting, receipt);
    await note({ ...result, finishedAt: ctx.now() });
  } catch (error) {
    await note({
      state: "failed",
      outcome: error instanceof Refusal ? error.message : "Something went wrong on our side.",
    });
    throw error;
  }
}

async function handle(ctx: Context, receipt: Receipt): Promise<CallbackOutcome> {
  const provider = webhookProviders[receipt.provider];
  const [rows] = await ctx.store.read(connectionsFor(ctx, receipt.provider));
  const connection = rows.find(({ id }) => id === receipt.connectionId);
  if (!provider || !connection) return { state: "ignored", outcome: "its connection is gone or disabled" };
  return provider.handle(ctx, await openConnection(ctx, connection), receipt.body);
}

/** After the last try: the call stays, marked dead, until somebody replays it. */
export async function buryWebhook(ctx: Context, receiptId: string): Promise<void> {
  await ctx.store.atomic([ctx.store.update(webhookReceipts, { state: "dead" }, eq(webhookReceipts.id, receiptId))]);
}

/** Works a call off once more, whatever came of it. Handlers are safe to repeat. */
export async function replayWebhook(ctx: Context, id: string): Promise<void> {
  const receipt = await loadReceipt(ctx, id);
  if (receipt.state === "rejected")
    throw new Refusal("wrong_state", {
      detail: {
        id: "Panggilan ini ditolak karena tanda pengenalnya salah, jadi tidak bisa diputar ulang.",
        en: "This call was rejected for its wrong secret, so it can't be replayed.",
      },
    });
  const worked = event(ctx, "webhook.received", { receiptId: id });
  await commit(ctx, [
    ctx.store.update(
      webhookReceipts,
      { state: "received", outcome: null, finishedAt: null, eventId: worked.eventId },
      eq(webhookReceipts.id, id),
    ),
    noted(ctx, { entity: "webhook", entityId: id, action: "webhook.replayed" }),
    worked,
  ]);
}
