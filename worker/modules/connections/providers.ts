/** The providers that a tenant can connect: what each needs, how it is tried, and how it learns where to send webhooks. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { testAccount } from "../../providers/postmark/client.ts";
import { getBalance, registerCallback } from "../../providers/xendit/client.ts";

interface Field {
  name: string;
  required: boolean;
  label: { id: string; en: string };
}

/** A connection with its secrets opened. */
export interface OpenConnection {
  id: string;
  provider: string;
  brandId: string | null;
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  webhookUrl: string;
}

export interface Provider {
  name: string;
  /** Whether each brand can have an account of its own. */
  perBrand: boolean;
  secrets: Field[];
  settings: Field[];
  /** Tries the credentials. @throws Refusal `provider_failed` where they don't work; answers what to show */
  test(ctx: Context, connection: OpenConnection): Promise<string>;
  /** Tells the provider where to send its webhooks. */
  register?(ctx: Context, connection: OpenConnection): Promise<void>;
}

const required = (name: string, id: string, en: string): Field => ({ name, required: true, label: { id, en } });

export const providers: Record<string, Provider> = {
  xendit: {
    name: "Xendit",
    perBrand: true,
    secrets: [
      required("apiKey", "Kunci API rahasia", "Secret API key"),
      required("callbackToken", "Token verifikasi callback", "Callback verification token"),
    ],
    settings: [],
    async test(ctx, connection) {
      await getBalance(xenditAccount(ctx, connection));
      await this.register?.(ctx, connection);
      return "Xendit OK";
    },
    register: (ctx, connection) =>
      registerCallback(
        xenditAccount(ctx, connection),
        connection.webhookUrl,
        connection.secrets["callbackToken"] ?? "",
      ),
  },
  postmark: {
    name: "Postmark",
    perBrand: false,
    secrets: [
      required("serverToken", "Token server", "Server token"),
      { ...required("webhookSecret", "Rahasia webhook", "Webhook secret"), required: false },
    ],
    settings: [{ name: "from", required: false, label: { id: "Alamat pengirim", en: "Sender address" } }],
    async test(ctx, { secrets }) {
      const { ok, detail } = await testAccount({
        POSTMARK_TOKEN: secrets["serverToken"] ?? "",
        POSTMARK_URL: ctx.settings.POSTMARK_URL,
      });
      if (!ok) throw new Refusal("provider_failed", { detail: { id: detail, en: detail } });
      return detail;
    },
  },
};

export const providerNames: readonly string[] = Object.keys(providers);

/** The Xendit account behind a connection. */
export const xenditAccount = (ctx: Context, { secrets }: Pick<OpenConnection, "secrets">) => ({
  baseUrl: ctx.settings.XENDIT_URL,
  apiKey: secrets["apiKey"] ?? "",
});
