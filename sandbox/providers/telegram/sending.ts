import { BucketLimit, RollingLimit, Violations, type Taken } from "../../frame/limits.ts";
import { MessageLog, type SeenMessage } from "../../frame/message-log.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Bot } from "./bots.ts";
import { presentBot } from "./bots.ts";
import type { Chats } from "./chats.ts";
import { badRequest, tooManyRequests } from "./errors.ts";
import type { ReplyMarkup } from "./messages.ts";

/** A message in a chat. */
export interface ChatMessage extends SeenMessage {
  id: string;
  bot: string;
  text: string;
  type: "text" | "photo" | "document";
  buttons?: { text: string; url?: string; callbackData?: string }[][];
}

/** What a person wrote; `to` is the chat. */
export interface WrittenMessage extends SeenMessage {
  bot: string;
  text: string;
}

/** Puts messages into chats, as fast as the documented limits allow (facts, section 4). */
export class Sending {
  readonly log = new MessageLog<ChatMessage>({ identity: ({ to, text }) => `${to}\n${text}` });
  readonly inbound = new MessageLog<WrittenMessage>({ identity: () => undefined });
  readonly violations = new Violations();
  readonly #kit: SandboxKit;
  readonly #chats: Chats;
  readonly #perBot = new RollingLimit(30, 1000);
  /** One a second; bursts up to three are let pass. */
  readonly #perChat = new BucketLimit(3, 1000);
  readonly #perGroup = new BucketLimit(20, 3000);
  #lastMessageId = 70;

  constructor(kit: SandboxKit, chats: Chats) {
    this.#kit = kit;
    this.#chats = chats;
  }

  /** @throws TelegramError 429, 403 or 400 where the chat takes nothing */
  send(bot: Bot, chatId: number, type: ChatMessage["type"], text: string, markup?: ReplyMarkup): ChatMessage {
    this.#limit(bot, chatId);
    this.#chats.requireOpen(chatId);
    this.#lastMessageId += 1;
    const message: ChatMessage = {
      id: String(this.#lastMessageId),
      bot: bot.username,
      to: String(chatId),
      text,
      at: new Date(this.#kit.now()).toISOString(),
      type,
    };
    setButtons(message, markup);
    this.log.keep(message);
    return message;
  }

  /** @throws TelegramError 400 for a message that is not there, or would stay the same */
  edit(chatId: number, messageId: number, text: string, markup?: ReplyMarkup): ChatMessage {
    const message = this.log.find(({ id, to }) => id === String(messageId) && to === String(chatId));
    if (!message) throw badRequest("message to edit not found");
    const edited = { ...message, text };
    setButtons(edited, markup);
    if (JSON.stringify(edited) === JSON.stringify(message)) {
      throw badRequest(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    }
    return Object.assign(message, { buttons: undefined }, edited);
  }

  #limit(bot: Bot, chatId: number): void {
    const now = this.#kit.now();
    const chat = `${bot.id}/${chatId}`;
    const over =
      overBy(this.#perBot.take(String(bot.id), now), String(bot.id)) ??
      overBy((chatId < 0 ? this.#perGroup : this.#perChat).take(chat, now), chat);
    if (!over) return;
    this.violations.add(over.key);
    throw tooManyRequests(Math.max(1, Math.ceil(over.waitMs / 1000)));
  }
}

const overBy = ({ isAllowed, waitMs }: Taken, key: string) => (isAllowed ? undefined : { waitMs, key });

function setButtons(message: ChatMessage, markup: ReplyMarkup | undefined): void {
  const rows = markup?.inline_keyboard;
  delete message.buttons;
  if (!rows) return;
  message.buttons = rows.map((row) =>
    row.map(({ text, url, callback_data: callbackData }) => ({
      text,
      ...(url && { url }),
      ...(callbackData && { callbackData }),
    })),
  );
}

/** `Message` of the Bot API for one of ours. */
export function presentMessage(bot: Bot, chats: Chats, message: ChatMessage): Record<string, unknown> {
  const { id, to, at, type, text, buttons } = message;
  const keyboard = buttons?.map((row) =>
    row.map(({ text, url, callbackData }) => ({ text, ...(url ? { url } : { callback_data: callbackData }) })),
  );
  return {
    message_id: Number(id),
    from: presentBot(bot),
    chat: chats.present(Number(to)),
    date: Math.floor(Date.parse(at) / 1000),
    ...(type === "text" ? { text } : { caption: text }),
    ...(keyboard && { reply_markup: { inline_keyboard: keyboard } }),
  };
}
