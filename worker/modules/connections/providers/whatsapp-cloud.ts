import type { Context } from "../../../core/context.ts";
import { testAccount, type WhatsAppCloudAccount } from "../../../providers/whatsapp-cloud/courier.ts";
import { passed, required, textOf, type OpenConnection, type Provider } from "../provider.ts";

/** The WhatsApp Business number behind a connection. */
export const whatsappAccount = (
  ctx: Pick<Context, "settings">,
  { settings, secrets }: Pick<OpenConnection, "secrets" | "settings">,
): WhatsAppCloudAccount => ({
  baseUrl: ctx.settings.WHATSAPP_URL,
  accessToken: secrets["accessToken"] ?? "",
  phoneNumberId: textOf(settings["phoneNumberId"]),
});

/** Its webhook is set in Meta's dashboard, with the verify token. */
export const whatsappCloud: Provider = {
  name: "WhatsApp Business",
  perBrand: true,
  secrets: [
    required("accessToken", "Token akses", "Access token"),
    required("appSecret", "Rahasia aplikasi", "App secret"),
    required("verifyToken", "Token verifikasi", "Verify token"),
  ],
  settings: [required("phoneNumberId", "ID nomor telepon", "Phone number ID")],
  test: async (ctx, connection) => passed(await testAccount(whatsappAccount(ctx, connection))),
};
