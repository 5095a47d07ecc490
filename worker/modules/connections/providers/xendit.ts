import type { Context } from "../../../core/context.ts";
import { getBalance, registerCallback } from "../../../providers/xendit/client.ts";
import { required, type OpenConnection, type Provider } from "../provider.ts";

/** The Xendit account behind a connection. */
export const xenditAccount = (ctx: Context, { secrets }: Pick<OpenConnection, "secrets">) => ({
  baseUrl: ctx.settings.XENDIT_URL,
  apiKey: secrets["apiKey"] ?? "",
});

export const xendit: Provider = {
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
    registerCallback(xenditAccount(ctx, connection), connection.webhookUrl, connection.secrets["callbackToken"] ?? ""),
};
