import type { Context } from "../../../core/context.ts";
import { registerWebhook, testAccount, type TelegramAccount } from "../../../providers/telegram/courier.ts";
import { optional, passed, required, type OpenConnection, type Provider } from "../provider.ts";

/** The bot behind a connection. */
export const telegramAccount = (
  ctx: Pick<Context, "settings">,
  { secrets }: Pick<OpenConnection, "secrets">,
): TelegramAccount => ({ baseUrl: ctx.settings.TELEGRAM_URL, botToken: secrets["botToken"] ?? "" });

export const telegram: Provider = {
  name: "Telegram",
  perBrand: false,
  secrets: [
    required("botToken", "Token bot", "Bot token"),
    optional("secretToken", "Token rahasia webhook", "Webhook secret token"),
  ],
  madeSecrets: ["secretToken"],
  settings: [],
  async test(ctx, connection) {
    const detail = passed(await testAccount(telegramAccount(ctx, connection)));
    await this.register?.(ctx, connection);
    return detail;
  },
  async register(ctx, connection) {
    const { webhookUrl, secrets } = connection;
    passed(await registerWebhook(telegramAccount(ctx, connection), webhookUrl, secrets["secretToken"] ?? ""));
  },
};
