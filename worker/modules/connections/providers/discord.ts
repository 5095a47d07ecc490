import type { Context } from "../../../core/context.ts";
import { refuseField } from "../../../core/errors.ts";
import { testAccount, type DiscordAccount } from "../../../providers/discord/courier.ts";
import { parseWebhookUrl } from "../../../providers/discord/url.ts";
import { passed, required, type OpenConnection, type Provider } from "../provider.ts";

/** The channel behind a connection. */
export const discordAccount = (
  ctx: Pick<Context, "settings">,
  { secrets }: Pick<OpenConnection, "secrets">,
): DiscordAccount => ({ baseUrl: ctx.settings.DISCORD_URL, webhookUrl: secrets["webhookUrl"] ?? "" });

export const discord: Provider = {
  name: "Discord",
  perBrand: false,
  secrets: [required("webhookUrl", "Alamat webhook", "Webhook address")],
  settings: [],
  check(ctx, { secrets: { webhookUrl } }) {
    if (webhookUrl !== undefined && !parseWebhookUrl(webhookUrl, ctx.settings.DISCORD_URL))
      throw refuseField(
        "secrets.webhookUrl",
        "Ini bukan alamat webhook Discord.",
        "This is no address of a Discord webhook.",
      );
  },
  test: async (ctx, connection) => passed(await testAccount(discordAccount(ctx, connection))),
};
