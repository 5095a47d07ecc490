/** The one way in for every provider: verified over the raw body, stored once, answered at once, worked off by the outbox. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { addressesIn, connectionsFor, openConnection, type OpenConnection } from "../connections/index.ts";
import { commit } from "../outbox/index.ts";
import { addressAllowed } from "../../core/addresses.ts";
import { receiveCustom } from "./custom/receive.ts";
import { webhookProvider, type WebhookProvider } from "./providers.ts";
import { rejected, type InboundCall } from "./receipts.ts";
import { refuseAddress, storeOnce } from "./storing.ts";

/**
 * Stores a call of a built-in provider, or of one that the tenant described. A 2xx means that it is in the store.
 * @throws Refusal `not_found` for a provider that is unknown or not connected, `webhook_unauthorized` without the right secret,
 *   `address_not_allowed` from where nobody may call
 */
export async function receiveWebhook(ctx: Context, call: InboundCall): Promise<{ id: string }> {
  const provider = webhookProvider(call.provider);
  if (!provider) return receiveCustom(ctx, call);
  const { secretHeaders } = provider;
  const [rows] = await ctx.store.read(connectionsFor(ctx, call.provider));
  if (provider.onlyConnected && rows.length === 0) throw new Refusal("not_found");
  const sender = await findSender(await Promise.all(rows.map((row) => openConnection(ctx, row))), provider, call);
  const kept = { ...call, body: provider.keptBody?.(call.body) ?? call.body };
  if (!sender) {
    await commit(ctx, rejected(ctx, kept, { secretHeaders, outcome: "wrong secret" }).parts);
    throw new Refusal("webhook_unauthorized");
  }
  if (!addressAllowed(call.address, addressesIn(sender.settings["allowedAddresses"])))
    return refuseAddress(ctx, kept, secretHeaders);
  const dedupeKey = await provider.dedupeKey?.(sender, call.body);
  return storeOnce(ctx, kept, { secretHeaders, connectionId: sender.id, dedupeKey });
}

/** Whether a provider asks by GET for the address. */
export const hasHandshake = (name: string): boolean => webhookProvider(name)?.handshake !== undefined;

/** @throws Refusal `not_found` where nothing asks so, `webhook_unauthorized` for who may not know */
export async function answerHandshake(ctx: Context, name: string, query: string): Promise<string> {
  const provider = webhookProvider(name);
  if (!provider?.handshake) throw new Refusal("not_found");
  const answer = await provider.handshake(ctx, new URLSearchParams(query));
  if (answer === undefined) throw new Refusal("webhook_unauthorized");
  return answer;
}

/** The address that the provider was given, with what the call had behind it. */
export const calledUrl = ({ webhookUrl }: OpenConnection, query: string): string =>
  query === "" ? webhookUrl : `${webhookUrl}?${query}`;

/** The connection whose secret the call bears. Several brands may have one each at the same address. */
async function findSender(
  opened: readonly OpenConnection[],
  provider: WebhookProvider,
  { headers, body, query }: InboundCall,
): Promise<OpenConnection | undefined> {
  for (const connection of opened) {
    const call = { secrets: connection.secrets, headers, body, url: calledUrl(connection, query) };
    if (await provider.verify(call)) return connection;
  }
  const bare = provider.secretHeaders.every((header) => headers.get(header) === null);
  return bare ? opened.find(({ settings }) => settings["allowUnsigned"] === true) : undefined;
}
