import type { Context } from "../../../core/context.ts";
import { testAccount, type TwilioAccount } from "../../../providers/twilio/courier.ts";
import { passed, required, textOf, type OpenConnection, type Provider } from "../provider.ts";

/** The Twilio account behind a connection. */
export const twilioAccount = (
  ctx: Pick<Context, "settings">,
  { settings, secrets }: Pick<OpenConnection, "secrets" | "settings">,
): TwilioAccount => ({
  baseUrl: ctx.settings.TWILIO_URL,
  accountSid: secrets["accountSid"] ?? "",
  authToken: secrets["authToken"] ?? "",
  from: textOf(settings["from"]),
});

export const twilio: Provider = {
  name: "Twilio",
  perBrand: true,
  secrets: [required("accountSid", "Account SID", "Account SID"), required("authToken", "Auth token", "Auth token")],
  settings: [
    required("from", "Pengirim", "Sender", {
      hint: {
        id: "Nomor, nama pengirim, atau Messaging Service (MG…).",
        en: "A number, a sender name, or a messaging service (MG…).",
      },
    }),
  ],
  test: async (ctx, connection) => passed(await testAccount(twilioAccount(ctx, connection))),
};
