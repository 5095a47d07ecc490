import type { Context } from "../../../core/context.ts";
import { refuseField } from "../../../core/errors.ts";
import { registerWebhook, testAccount, type WhapiAccount } from "../../../providers/whapi/courier.ts";
import { optional, passed, required, type OpenConnection, type Provider } from "../provider.ts";

/** The Whapi channel behind a connection. */
export const whapiAccount = (
  ctx: Pick<Context, "settings">,
  { settings, secrets }: Pick<OpenConnection, "secrets" | "settings">,
): WhapiAccount => ({
  baseUrl: ctx.settings.WHAPI_URL,
  token: secrets["token"] ?? "",
  ...(settings["messagesPerMinute"] !== undefined && { messagesPerMinute: Number(settings["messagesPerMinute"]) }),
});

export const whapi: Provider = {
  name: "Whapi",
  perBrand: true,
  secrets: [
    required("token", "Token kanal", "Channel token"),
    optional("webhookSecret", "Rahasia webhook", "Webhook secret"),
  ],
  madeSecrets: ["webhookSecret"],
  settings: [
    optional("messagesPerMinute", "Pesan per menit", "Messages per minute", {
      type: "number",
      hint: {
        id: "WhatsApp memblokir nomor yang mengirim seperti mesin. Tanpa isian: 20.",
        en: "WhatsApp bans numbers that send like machines. Left empty: 20.",
      },
    }),
  ],
  check(_ctx, { settings }) {
    const each = settings["messagesPerMinute"];
    if (each !== undefined && !(Number(each) >= 1 && Number(each) <= 6000))
      throw refuseField("settings.messagesPerMinute", "Dari 1 sampai 6000.", "From 1 to 6000.");
  },
  async test(ctx, connection) {
    const detail = passed(await testAccount(whapiAccount(ctx, connection)));
    await this.register?.(ctx, connection);
    return detail;
  },
  async register(ctx, connection) {
    const { webhookUrl, secrets } = connection;
    passed(await registerWebhook(whapiAccount(ctx, connection), webhookUrl, secrets["webhookSecret"] ?? ""));
  },
};
