import type { ProviderDouble, ReceivedMessage, SandboxKit } from "../../frame/provider.ts";
import { receiverLinks } from "../../frame/receivers.ts";
import { discordApi, tooMany } from "./api.ts";
import { discordDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Webhooks, type DiscordMessage } from "./webhooks.ts";

/** A double of Discord's webhooks. */
export function createDiscord(kit: SandboxKit): ProviderDouble {
  const webhooks = new Webhooks();
  return {
    name: "discord",
    title: "Discord (webhooks)",
    links: [...receiverLinks],
    api: discordApi(kit, webhooks),
    desk: discordDesk(webhooks),
    errorResponse: (status) => (status === 429 ? tooMany(1.57, "user") : usualError(status).toResponse()),
    inbox: () => webhooks.log.list().flatMap(shown),
  };
}

/** What stands in the channel: the text, then each card. */
function shown({ to, threadId, username, content, embeds, at }: DiscordMessage): ReceivedMessage[] {
  const common = {
    channel: "discord",
    to: threadId ? `${to} / ${threadId}` : to,
    from: username,
    at,
    state: "sent",
  } as const;
  const cards = embeds.map(({ title = null, description = "", fields = [], url }) => ({
    ...common,
    title,
    text: description,
    fields: fields.map(({ name, value }) => ({ name, value })),
    ...(url && { buttons: [{ label: url, url }] }),
  }));
  return content ? [{ ...common, title: null, text: content }, ...cards] : cards;
}
