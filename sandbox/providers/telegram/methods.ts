import { z } from "zod";

import type { MediaStore } from "../../frame/media.ts";
import type { Bot } from "./bots.ts";
import { allowedOr, presentBot } from "./bots.ts";
import type { Chats } from "./chats.ts";
import { badRequest, TelegramError } from "./errors.ts";
import { chatId, checkCaption, checkMarkup, checkText, jsonOr, messageInput, parseInput } from "./messages.ts";
import type { Sending } from "./sending.ts";
import { presentMessage } from "./sending.ts";

export interface Called {
  /** What `result` holds. */
  result: unknown;
  description?: string;
}
type Method = (bot: Bot, input: unknown) => Called;

const webhookInput = z.looseObject({
  url: z.string().max(2000),
  secret_token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/)
    .optional(),
  allowed_updates: jsonOr(z.array(z.string())).optional(),
  max_connections: z.coerce.number().int().min(1).max(100).default(40),
});
const editInput = messageInput.extend({ message_id: z.coerce.number().int() });
const callbackAnswer = z.looseObject({ callback_query_id: z.string(), text: z.string().max(200).optional() });

/** Presses of buttons that wait for an answer, and chats' files. */
export interface Desk {
  openQueries: Set<string>;
  media: MediaStore;
}

/** The methods of the Bot API that this double knows, by lower-case name (facts, sections 1 and 4). */
export function botMethods(sending: Sending, chats: Chats, { openQueries, media }: Desk): Map<string, Method> {
  const yes = { result: true };
  const file =
    (type: "photo" | "document"): Method =>
    (bot, input) => {
      const parsed = parseInput(messageInput, input);
      if (!parsed[type]) throw badRequest(`there is no ${type} in the request`);
      const caption = checkCaption(parsed.caption);
      checkMarkup(parsed.reply_markup);
      const message = sending.send(bot, parsed.chat_id, type, caption, parsed.reply_markup);
      return { result: presentMessage(bot, chats, message) };
    };

  const methods: Record<string, Method> = {
    getMe: (bot) => ({
      result: {
        ...presentBot(bot),
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
      },
    }),
    setWebhook,
    deleteWebhook: (bot) => {
      bot.webhook = undefined;
      return { ...yes, description: "Webhook was deleted" };
    },
    getWebhookInfo: (bot) => ({ result: webhookInfo(bot) }),
    getUpdates: (bot) => {
      if (!bot.webhook) return { result: [] };
      const advice =
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
      throw new TelegramError(409, `Conflict: ${advice}`);
    },
    sendMessage: (bot, input) => {
      const { chat_id, text, reply_markup } = parseInput(messageInput, input);
      const checked = checkText(text);
      checkMarkup(reply_markup);
      const message = sending.send(bot, chat_id, "text", checked, reply_markup);
      return { result: presentMessage(bot, chats, message) };
    },
    sendPhoto: file("photo"),
    sendDocument: file("document"),
    sendChatAction: (_bot, input) => {
      chats.requireOpen(parseInput(z.looseObject({ chat_id: chatId }), input).chat_id);
      return yes;
    },
    editMessageText: (bot, input) => {
      const { chat_id, message_id, text, reply_markup } = parseInput(editInput, input);
      checkMarkup(reply_markup);
      const message = sending.edit(chat_id, message_id, checkText(text), reply_markup);
      return { result: presentMessage(bot, chats, message) };
    },
    answerCallbackQuery: (_bot, input) => {
      if (openQueries.delete(parseInput(callbackAnswer, input).callback_query_id)) return yes;
      throw badRequest("query is too old and response timeout expired or query ID is invalid");
    },
    getFile: (_bot, input) => {
      const { file_id } = parseInput(z.looseObject({ file_id: z.string() }), input);
      const found = media.find(file_id);
      if (!found) throw badRequest("invalid file_id");
      const file_path = `files/${file_id}`;
      return { result: { file_id, file_unique_id: `AQ${file_id}`, file_size: found.bytes.length, file_path } };
    },
    setMyCommands: () => yes,
    deleteMyCommands: () => yes,
  };
  return new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]));
}

/** The real one takes https on four ports only; a sandbox's Tepi listens where it can. */
function setWebhook(bot: Bot, input: unknown): Called {
  const { url, secret_token, allowed_updates, max_connections } = parseInput(webhookInput, input);
  if (url !== "" && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  }
  bot.webhook =
    url === ""
      ? undefined
      : {
          url,
          secretToken: secret_token,
          allowedUpdates: allowedOr(allowed_updates ?? bot.webhook?.allowedUpdates),
          maxConnections: max_connections,
        };
  return { result: true, description: "Webhook was set" };
}

function webhookInfo({ webhook, lastCallback }: Bot): Record<string, unknown> {
  const failed = lastCallback?.state === "delivered" ? undefined : lastCallback?.attempts.at(-1);
  return {
    url: webhook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: failed ? 1 : 0,
    ...(failed && {
      last_error_date: Math.floor(Date.parse(failed.at) / 1000),
      last_error_message: failed.error ?? `Wrong response from the webhook: ${failed.status}`,
    }),
    ...(webhook && { max_connections: webhook.maxConnections, allowed_updates: webhook.allowedUpdates }),
  };
}
