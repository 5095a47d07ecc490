import type { Context } from "../../../core/context.ts";
import type { PostmarkAccount } from "../../../providers/postmark/client.ts";
import { registerWebhook, testAccount } from "../../../providers/postmark/courier.ts";
import { optional, passed, required, textOf, type OpenConnection, type Provider } from "../provider.ts";

/** The Postmark account behind a connection; without one, the operator's. */
export const postmarkAccount = (
  { settings }: Pick<Context, "settings">,
  connection: Pick<OpenConnection, "secrets" | "settings"> | undefined,
): PostmarkAccount => ({
  POSTMARK_TOKEN: connection ? (connection.secrets["serverToken"] ?? "") : settings.POSTMARK_TOKEN,
  POSTMARK_URL: settings.POSTMARK_URL,
  MAIL_FROM: textOf(connection?.settings["from"]) || settings.MAIL_FROM,
});

export const postmark: Provider = {
  name: "Postmark",
  perBrand: true,
  secrets: [
    required("serverToken", "Token server", "Server token"),
    optional("webhookSecret", "Rahasia webhook", "Webhook secret"),
  ],
  madeSecrets: ["webhookSecret"],
  settings: [optional("from", "Alamat pengirim", "Sender address")],
  async test(ctx, connection) {
    const detail = passed(await testAccount(postmarkAccount(ctx, connection)));
    await this.register?.(ctx, connection);
    return detail;
  },
  async register(ctx, connection) {
    const { webhookUrl, secrets } = connection;
    passed(await registerWebhook(postmarkAccount(ctx, connection), webhookUrl, secrets["webhookSecret"] ?? ""));
  },
};
