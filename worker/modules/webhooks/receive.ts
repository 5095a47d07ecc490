/** The one way in for every provider: verified over the raw body, stored once, answered at once, worked off by the outbox. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { openConnection, connectionsFor, type OpenConnection } from "../connections/index.ts";
import { commit, event } from "../outbox/index.ts";
import { webhookProviders, type WebhookProvider } from "./providers.ts";
import { webhookReceipts } from "./schema.ts";

/** A call as it came. */
export interface InboundCall {
  provider: string;
  method: string;
  headers: Headers;
  body: string;
  address: string;
}

/** What is kept of a call that nobody could be shown to have sent. */
const rejectedBodyLength = 1000;
const keptHeaders = ["content-type", "user-agent", "webhook-id"];

/**
 * Stores a call. A 2xx to the provider means that it is in the store.
 * @throws Refusal `not_found` for an unknown provider, `webhook_unauthorized` without the right secret
 */
export async function receiveWebhook(ctx: Context, call: InboundCall): Promise<{ id: string }> {
  const provider = webhookProviders[call.provider];
  if (!provider) throw new Refusal("not_found");
  const sender = await findSender(ctx, provider, call);
  const id = ctx.id("whk");
  const row = {
    id,
    provider: call.provider,
    method: call.method,
    headers: Object.fromEntries(
      keptHeaders.flatMap((name) => (call.headers.get(name) ? [[name, call.headers.get(name) ?? ""]] : [])),
    ),
    address: call.address,
    receivedAt: ctx.now(),
  };
  if (!sender) {
    await commit(ctx, [
      ctx.store.insert(webhookReceipts, {
        ...row,
        state: "rejected",
        body: call.body.slice(0, rejectedBodyLength),
        outcome: "wrong secret",
        finishedAt: ctx.now(),
      }),
    ]);
    throw new Refusal("webhook_unauthorized");
  }
  const worked = event(ctx, "webhook.received", { receiptId: id });
  await commit(ctx, [
    ctx.store.insert(webhookReceipts, {
      ...row,
      connectionId: sender.id,
      state: "received",
      body: call.body,
      eventId: worked.eventId,
    }),
    worked,
  ]);
  return { id };
}

/** The connection whose secret the call bears. Several brands may have one each at the same address. */
async function findSender(
  ctx: Context,
  provider: WebhookProvider,
  call: InboundCall,
): Promise<OpenConnection | undefined> {
  const [rows] = await ctx.store.read(connectionsFor(ctx, call.provider));
  const opened = await Promise.all(rows.map((row) => openConnection(ctx, row)));
  for (const connection of opened) if (await provider.verify(connection, call.headers, call.body)) return connection;
  const bare = call.headers.get(provider.secretHeader) === null;
  return bare ? opened.find(({ settings }) => settings["allowUnsigned"] === true) : undefined;
}
