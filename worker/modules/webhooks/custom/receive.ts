/** Calls of the providers that a tenant described itself. */
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { commit } from "../../outbox/index.ts";
import { rejected, type InboundCall } from "../receipts.ts";
import { refuseAddress, storeOnce } from "../storing.ts";
import { addressAllowed } from "../../../core/addresses.ts";
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
  if (!addressAllowed(call.address, endpoint.allowedAddresses)) return refuseAddress(ctx, call, secretHeaders);
  const secret = await openSecret(ctx, endpoint);
  if (!(await verifySignature(endpoint.signature, { secret, headers: call.headers, body: call.body }))) {
    const bare = secretHeaders.every((header) => call.headers.get(header) === null);
    await commit(ctx, rejected(ctx, call, { secretHeaders, outcome: bare ? "no signature" : "wrong signature" }).parts);
    throw new Refusal("webhook_unauthorized");
  }
  return storeOnce(ctx, call, { secretHeaders, dedupeKey: await dedupeKeyOf(ctx, endpoint, call) });
}
