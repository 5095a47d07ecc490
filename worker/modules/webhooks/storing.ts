/** Storing a proved call once, and refusing one from the wrong address. */
import { eq } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { commit } from "../outbox/index.ts";
import { ignored, received, rejected, type InboundCall } from "./receipts.ts";
import { playAgain } from "./replay.ts";
import { webhookReceipts } from "./schema.ts";

/** Stores a call that is to be worked off. One with the key of another is kept for the log alone. */
export async function storeOnce(
  ctx: Context,
  call: InboundCall,
  more: { secretHeaders: readonly string[]; connectionId?: string; dedupeKey?: string | undefined },
): Promise<{ id: string }> {
  const { dedupeKey, ...rest } = more;
  const { id, parts } = received(ctx, call, { ...rest, ...(dedupeKey !== undefined && { dedupeKey }) });
  try {
    await commit(ctx, parts);
    return { id };
  } catch (error) {
    if (dedupeKey === undefined || violation(error)?.name !== "webhook_receipts_dedupe") throw error;
    return storeRepeated(ctx, call, dedupeKey, more.secretHeaders);
  }
}

/** A call that is there already is kept for the log. If it failed the first time, it is worked off again. */
async function storeRepeated(ctx: Context, call: InboundCall, dedupeKey: string, secretHeaders: readonly string[]) {
  const [[first]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(webhookReceipts)
      .where(
        ctx.store.own(
          webhookReceipts,
          eq(webhookReceipts.provider, call.provider),
          eq(webhookReceipts.dedupeKey, dedupeKey),
        ),
      ),
  );
  const again = first && (first.state === "failed" || first.state === "dead") ? playAgain(ctx, [first]) : [];
  const outcome = `the same call as ${first?.id ?? "one before"}`;
  const { id, parts } = ignored(ctx, call, { secretHeaders, outcome });
  await commit(ctx, [...parts, ...again]);
  return { id };
}

/** Logs a call from where nobody may call. @throws Refusal `address_not_allowed`, always */
export async function refuseAddress(ctx: Context, call: InboundCall, secretHeaders: readonly string[]): Promise<never> {
  await commit(ctx, rejected(ctx, call, { secretHeaders, outcome: "address not allowed" }).parts);
  throw new Refusal("address_not_allowed", {
    detail: {
      id: "Alamat ini tidak boleh memanggil webhook ini.",
      en: "This address may not call this webhook.",
    },
  });
}
