/** The providers that send webhooks: how each call is authenticated, and who works it off. */
import type { Context } from "../../core/context.ts";
import { sameSecret } from "../../core/crypto.ts";
import { invoiceCallback } from "../../providers/xendit/callback.ts";
import { handleXenditCallback, type CallbackOutcome } from "../billing/index.ts";
import type { OpenConnection } from "../connections/index.ts";

export interface WebhookProvider {
  /** Whether the call was sent by the account of this connection. */
  verify(connection: OpenConnection, headers: Headers, body: string): Promise<boolean>;
  /** The header that authenticates it: never kept. */
  secretHeader: string;
  /** Works off a stored call. Safe to repeat. */
  handle(ctx: Context, connection: OpenConnection, body: string): Promise<CallbackOutcome>;
}

export const webhookProviders: Record<string, WebhookProvider> = {
  xendit: {
    secretHeader: "x-callback-token",
    async verify({ secrets }, headers) {
      const token = headers.get("x-callback-token") ?? "";
      return token !== "" && sameSecret(token, secrets["callbackToken"] ?? "");
    },
    async handle(ctx, connection, body) {
      const callback = invoiceCallback.safeParse(parseJson(body));
      if (!callback.success) return { state: "ignored", outcome: "not an invoice callback" };
      return handleXenditCallback(ctx, callback.data, connection);
    },
  },
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
