/** The providers that send webhooks: how each call is authenticated, and who works it off. */
import type { Context } from "../../core/context.ts";
import { sameSecret } from "../../core/crypto.ts";
import type { CourierWebhook } from "../../providers/courier.ts";
import { invoiceCallback } from "../../providers/xendit/callback.ts";
import { handleXenditCallback } from "../billing/index.ts";
import { answerHandshake, phoneNumberIdsOf, whatsAppCloudWebhook } from "../../providers/whatsapp-cloud/webhook.ts";
import { connectionsFor, openConnection, providerNames, type OpenConnection } from "../connections/index.ts";
import { applyProviderEvents, carriers } from "../notifications/index.ts";
import { digiflazzCalls } from "./digiflazz.ts";
import type { Worked } from "./receipts.ts";

/** What a provider was sent to, and what it sent. `url` is the public address that it was given, with the call's query. */
export interface ProviderCall {
  headers: Headers;
  body: string;
  url: string;
}

/** A call that was proved and stored. */
export interface StoredCall extends Omit<ProviderCall, "headers"> {
  receiptId: string;
  userAgent: string;
}

/**
 * A webhook of a provider of messages is one with a way to work its calls off:
 * `{ ...twilioWebhook, handle: (ctx, connection, { body, url }) => … }`.
 */
export interface WebhookProvider extends Pick<CourierWebhook, "secretHeaders"> {
  /** Whether the call was sent by the account with these secrets. */
  verify(call: ProviderCall & { secrets: Record<string, string> }): Promise<boolean>;
  /** Works off a stored call. Safe to repeat. */
  handle(ctx: Context, connection: OpenConnection, call: StoredCall): Promise<Worked>;
  /** What is the same for every delivery of one call; undefined where each stands for itself. */
  dedupeKey?(connection: OpenConnection, body: string): Promise<string | undefined>;
  /** The body without the secrets that the provider writes into it. */
  keptBody?(body: string): string;
  /** There is nothing at its address until the company connects it. */
  onlyConnected?: boolean;
  /** Answers a provider that asks by GET whether the address is ours; undefined when it may not know. */
  handshake?(ctx: Context, query: URLSearchParams): Promise<string | undefined>;
}

/** A provider of messages: what it tells of them moves their deliveries on. */
const messageProvider = (webhook: CourierWebhook): WebhookProvider => ({
  secretHeaders: webhook.secretHeaders,
  verify: (call) => webhook.verify(call),
  async handle(ctx, connection, { body, url }) {
    const told = webhook.read(body, url);
    if (told.length === 0) return { state: "ignored", outcome: "nothing that is used here" };
    return { state: "done", outcome: await applyProviderEvents(ctx, connection, told) };
  },
});

const webhookProviders: Readonly<Record<string, WebhookProvider>> = {
  ...Object.fromEntries(
    Object.entries(carriers).flatMap(([name, { webhook }]) => (webhook ? [[name, messageProvider(webhook)]] : [])),
  ),
  "whatsapp-cloud": {
    ...messageProvider(whatsAppCloudWebhook),
    /** One app's secret signs for all of its numbers: the connection is that of the number. */
    async handle(ctx, signedBy, call) {
      const numbers = phoneNumberIdsOf(call.body);
      const [rows] = await ctx.store.read(connectionsFor(ctx, "whatsapp-cloud"));
      const meant = rows.find(({ settings }) => numbers.includes(String(settings["phoneNumberId"])));
      const connection = meant && meant.id !== signedBy.id ? await openConnection(ctx, meant) : signedBy;
      return messageProvider(whatsAppCloudWebhook).handle(ctx, connection, call);
    },
    /** Meta asks before it sends (Cloud API, webhooks); several numbers may have a token each at the same address. */
    async handshake(ctx, query) {
      const [rows] = await ctx.store.read(connectionsFor(ctx, "whatsapp-cloud"));
      for (const row of rows) {
        const { secrets } = await openConnection(ctx, row);
        const challenge = await answerHandshake(query, secrets["verifyToken"] ?? "");
        if (challenge !== undefined) return challenge;
      }
      return undefined;
    },
  },
  xendit: {
    secretHeaders: ["x-callback-token"],
    async verify({ secrets, headers }) {
      const token = headers.get("x-callback-token") ?? "";
      return token !== "" && sameSecret(token, secrets["callbackToken"] ?? "");
    },
    async handle(ctx, connection, { body }) {
      const callback = invoiceCallback.safeParse(parseJson(body));
      if (!callback.success) return { state: "ignored", outcome: "not an invoice callback" };
      return handleXenditCallback(ctx, callback.data, connection);
    },
  },
  digiflazz: digiflazzCalls,
};

/** A built-in provider by its name, which comes from the address. */
export const webhookProvider = (name: string): WebhookProvider | undefined =>
  Object.hasOwn(webhookProviders, name) ? webhookProviders[name] : undefined;

/** Names that no tenant can give to a provider of its own, since their address is, or is to be, a built-in one's. */
const takenNames = new Set([...Object.keys(webhookProviders), ...providerNames]);
export const isTakenName = (name: string): boolean => takenNames.has(name);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
