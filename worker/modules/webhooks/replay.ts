/** Playing calls again: one, several, or all that fit a filter. */
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { updateRows } from "../../db/bulk.ts";
import { notedAll } from "../audit/index.ts";
import { commit, events, type Part } from "../outbox/index.ts";
import { mostReplayed, type ReplayInput } from "./inputs.ts";
import { loadReceipt, receivedBetween, type Receipt } from "./list.ts";
import { webhookReceipts } from "./schema.ts";

/** Works calls off once more, whatever came of them. Handlers are safe to repeat. At least one call. */
export function playAgain(ctx: Context, receipts: readonly Pick<Receipt, "id">[]): Part[] {
  const worked = events(
    ctx,
    "webhook.received",
    receipts.map(({ id }) => ({ receiptId: id })),
  );
  const rows = receipts.map(({ id }, n) => ({ id, eventId: worked.eventIds[n] ?? null }));
  return [
    updateRows(ctx.store, webhookReceipts, rows, ["id"], ({ field }) => ({
      state: "received" as const,
      outcome: null,
      finishedAt: null,
      eventId: field("eventId"),
    })),
    notedAll(
      ctx,
      receipts.map(({ id }) => ({ entity: "webhook", entityId: id, action: "webhook.replayed" })),
    ),
    worked,
  ];
}

/** @throws Refusal `not_found`, or `wrong_state` for a call that nobody could be shown to have sent */
export async function replayWebhook(ctx: Context, id: string): Promise<void> {
  const receipt = await loadReceipt(ctx, id);
  if (receipt.state === "rejected")
    throw new Refusal("wrong_state", {
      detail: {
        id: "Panggilan ini ditolak karena pengirimnya tidak terbukti, jadi tidak bisa diputar ulang.",
        en: "This call was rejected because its sender was not proved, so it can't be replayed.",
      },
    });
  await commit(ctx, playAgain(ctx, [receipt]));
}

/**
 * Replays up to a hundred calls, the newest first. Calls that were rejected, or are being worked off, are skipped.
 * @throws Refusal naming `ids` when one of them is unknown
 */
export async function replayWebhooks(ctx: Context, input: ReplayInput) {
  const conditions =
    "ids" in input
      ? [inArray(webhookReceipts.id, input.ids)]
      : [
          eq(webhookReceipts.state, input.state),
          input.provider === undefined ? undefined : eq(webhookReceipts.provider, input.provider),
          ...receivedBetween(ctx, input),
        ];
  const [found] = await ctx.store.read(
    ctx.store.db
      .select({ id: webhookReceipts.id, state: webhookReceipts.state })
      .from(webhookReceipts)
      .where(ctx.store.own(webhookReceipts, and(...conditions)))
      .orderBy(desc(webhookReceipts.id))
      .limit(mostReplayed + 1),
  );
  if ("ids" in input && found.length < new Set(input.ids).size)
    throw refuseField("ids", "Ada panggilan yang tidak ditemukan.", "One of these calls can't be found.");
  const chosen = found.slice(0, mostReplayed);
  const playable = chosen.filter(({ state }) => state !== "rejected" && state !== "received");
  if (playable.length > 0) await commit(ctx, playAgain(ctx, playable));
  return {
    replayed: playable.length,
    skipped: chosen.length - playable.length,
    more: found.length > mostReplayed,
  };
}
