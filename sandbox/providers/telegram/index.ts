import { tenantOf } from "../../frame/inbound.ts";
import { MediaStore } from "../../frame/media.ts";
import type { ProviderDouble, ReceivedMessage, SandboxKit } from "../../frame/provider.ts";
import { receiverLinks } from "../../frame/receivers.ts";
import { telegramApi } from "./api.ts";
import { Bots } from "./bots.ts";
import { Chats } from "./chats.ts";
import { telegramDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { Sending } from "./sending.ts";

/** A double of Telegram's Bot API: messages into chats, updates to the webhook. */
export function createTelegram(kit: SandboxKit): ProviderDouble {
  const bots = new Bots(kit);
  const chats = new Chats();
  const sending = new Sending(kit, chats);
  const desk = { openQueries: new Set<string>(), media: new MediaStore(kit.random) };
  return {
    name: "telegram",
    title: "Telegram",
    links: [...receiverLinks, { label: "Bots", path: "/_bots" }],
    api: telegramApi(bots, chats, sending, desk),
    desk: telegramDesk(kit, bots, chats, sending, desk),
    errorResponse: (status) => usualError(status).toResponse(),
    inbox: () => conversations(bots, sending),
  };
}

/** What stands in the chats: what bots sent, with its buttons, and what people wrote. Telegram tells no states. */
function conversations(bots: Bots, { log, inbound }: Sending): ReceivedMessage[] {
  const tenants = new Map(bots.list().map(({ username, webhook }) => [username, tenantOf(webhook?.url)]));
  const ofBot = (bot: string) => {
    const tenant = tenants.get(bot);
    return { channel: "telegram" as const, title: null, state: "sent", ...(tenant && { tenant }) };
  };
  const came = log.list().map(({ bot, to, text, type, buttons = [], at }) => ({
    ...ofBot(bot),
    from: `@${bot}`,
    to,
    text: text || `[${type}]`,
    buttons: buttons.flat().map(({ text: label, url, callbackData: data }) => ({
      label,
      ...(url && { url }),
      ...(data && { data }),
    })),
    at,
  }));
  const written = inbound
    .list()
    .map(({ bot, to, text, at }) => ({ ...ofBot(bot), from: to, to: `@${bot}`, text, at, isAnswer: true }));
  return [...came, ...written];
}
