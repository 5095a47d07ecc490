/** Calls of the providers that a tenant described itself. */
import { eq } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { commit } from "../../outbox/index.ts";
import { ignored, received, rejected, type InboundCall } from "../receipts.ts";
import { playAgain } from "../replay.ts";
import { webhookReceipts } from "../schema.ts";
import { addressAllowed } from "./addresses.ts";
import { dedupeKeyOf } from "./dedupe.ts";
import { endpointByKey, openSecret } from "./endpoints.ts";
import { secretHeadersOf, verifySignature } from "./signature.ts";
import { endpointKey } from "./types.ts";

/**
 * Stores a call of a tenant's own provider.
 * @throws Refusal `not_found` where none is switched on, `address_not_allowed`, `webhook_unauthorized`
 */
export async function receiveCustom(ctx: Context, call: InboundCall): Promise<{ id: string }> {
  if (!endpointKey.test(call.provider)) throw new Refusal("not_found");
  const [[endpoint]] = await ctx.store.read(endpointByKey(ctx, call.provider));
  if (!endpoint || endpoint.state !== "active") throw new Refusal("not_found");
  const secretHeaders = secretHeadersOf(endpoint.signature);
  if (!addressAllowed(endpoint.allowedAddresses, call.address)) {
    await commit(ctx, rejected(ctx, call, { secretHeaders, outcome: "address not allowed" }).parts);
    throw new Refusal("address_not_allowed", { detail: addressWords });
  }
  const secret = await openSecret(ctx, endpoint);
  if (!(await verifySignature(endpoint.signature, { secret, headers: call.headers, body: call.body }))) {
    const bare = secretHeaders.every((header) => call.headers.get(header) === null);
    await commit(ctx, rejected(ctx, call, { secretHeaders, outcome: bare ? "no signature" : "wrong signature" }).parts);
    throw new Refusal("webhook_unauthorized");
  }
  const dedupeKey = await dedupeKeyOf(ctx, endpoint, call);
  const { id, parts } = received(ctx, call, { secretHeaders, dedupeKey });
  try {
    await commit(ctx, parts);
    return { id };
  } catch (error) {
    if (violation(error)?.name !== "webhook_receipts_dedupe") throw error;
    return storeRepeated(ctx, call, dedupeKey, secretHeaders);
  }
}

const addressWords = {
  id: "Alamat ini tidak boleh memanggil webhook ini.",
  en: "This address may not call this webhook.",
};

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
