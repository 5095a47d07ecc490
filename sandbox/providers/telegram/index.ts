import { MediaStore } from "../../frame/media.ts";
import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
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
  };
}
