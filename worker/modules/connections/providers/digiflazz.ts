import type { Context } from "../../../core/context.ts";
import { refuseField } from "../../../core/errors.ts";
import { testAccount, type DigiflazzAccount } from "../../../providers/digiflazz/client.ts";
import { addressesIn, isAddress, optional, passed, required, type OpenConnection, type Provider } from "../provider.ts";

/** The Digiflazz account behind a connection. */
export const digiflazzAccount = (
  ctx: Pick<Context, "settings">,
  { secrets }: Pick<OpenConnection, "secrets">,
): DigiflazzAccount => ({
  baseUrl: ctx.settings.DIGIFLAZZ_URL,
  username: secrets["username"] ?? "",
  apiKey: secrets["apiKey"] ?? "",
});

export const digiflazz: Provider = {
  name: "Digiflazz",
  perBrand: false,
  secrets: [
    required("username", "Nama pengguna", "User name"),
    required("apiKey", "Kunci API", "API key"),
    // Not made here: Digiflazz has to be given it by hand, and what is saved is never shown.
    optional("webhookSecret", "Rahasia webhook", "Webhook secret", {
      hint: {
        id: "Sama dengan di Digiflazz: Atur Koneksi > API > Webhook. Tanpanya webhook ditolak.",
        en: "The same as at Digiflazz: Atur Koneksi > API > Webhook. Without it webhooks are refused.",
      },
    }),
  ],
  settings: [
    optional("allowedAddresses", "Alamat yang boleh memanggil webhook", "Addresses that may call the webhook", {
      hint: {
        id: "Dipisah koma; kosong: semua. Digiflazz memanggil dari 52.74.250.133.",
        en: "Separated by commas; empty: all. Digiflazz calls from 52.74.250.133.",
      },
    }),
  ],
  check(_ctx, { settings }) {
    const given = settings["allowedAddresses"] ?? "";
    if (typeof given !== "string" || !addressesIn(given).every(isAddress))
      throw refuseField(
        "settings.allowedAddresses",
        "Tulis alamat IP atau jaringan (CIDR).",
        "Write IP addresses or networks (CIDR).",
      );
  },
  test: async (ctx, connection) => passed(await testAccount(digiflazzAccount(ctx, connection))),
};
