import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { testAccount, type FcmAccount } from "../../../providers/fcm/courier.ts";
import { parseServiceAccount } from "../../../providers/fcm/service-account.ts";
import { passed, required, type OpenConnection, type Provider } from "../provider.ts";

/** The Firebase project behind a connection. */
export const fcmAccount = (
  ctx: Pick<Context, "settings">,
  { secrets }: Pick<OpenConnection, "secrets">,
): FcmAccount => ({
  serviceAccount: secrets["serviceAccount"] ?? "",
  baseUrl: ctx.settings.FCM_URL,
  tokenUrl: ctx.settings.GOOGLE_TOKEN_URL,
});

export const fcm: Provider = {
  name: "Firebase Cloud Messaging",
  perBrand: false,
  secrets: [required("serviceAccount", "Berkas akun layanan (JSON)", "Service account file (JSON)", { type: "long" })],
  settings: [],
  check(_ctx, { secrets: { serviceAccount } }) {
    if (serviceAccount === undefined) return;
    try {
      parseServiceAccount(serviceAccount);
    } catch (error) {
      if (!(error instanceof Refusal) || !error.options.detail) throw error;
      throw new Refusal("invalid_input", {
        fields: [{ field: "secrets.serviceAccount", message: error.options.detail }],
      });
    }
  },
  test: async (ctx, connection) => passed(await testAccount(fcmAccount(ctx, connection))),
};
