import { z } from "zod";

import { badRequest } from "./errors.ts";

const button = z.looseObject({
  text: z.string().min(1),
  callback_data: z.string().optional(),
  url: z.string().optional(),
});

const replyMarkup = z.looseObject({ inline_keyboard: z.array(z.array(button)).optional() });

/** A number, or a number as text; names of channels are not known here. */
export const chatId = z.coerce.number().int();

/** Fields may come as JSON within a form. */
export const jsonOr = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value: unknown) => {
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }, schema);

export const messageInput = z.looseObject({
  chat_id: chatId,
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.unknown().optional(),
  document: z.unknown().optional(),
  reply_markup: jsonOr(replyMarkup).optional(),
});
export type MessageInput = z.infer<typeof messageInput>;
export type ReplyMarkup = z.infer<typeof replyMarkup>;

const maxTextCharacters = 4096;
const maxCaptionCharacters = 1024;
const maxCallbackBytes = 64;

/** @throws TelegramError 400 */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path[0];
  throw badRequest(field === "chat_id" ? "chat_id is empty" : `can't parse ${String(field ?? "request")}`);
}

/** @throws TelegramError 400 for a text that is empty or too long */
export function checkText(text: string | undefined): string {
  if (!text || text.trim() === "") throw badRequest("message text is empty");
  if (text.length > maxTextCharacters) throw badRequest("message is too long");
  return text;
}

/** @throws TelegramError 400 */
export function checkCaption(caption = ""): string {
  if (caption.length > maxCaptionCharacters) throw badRequest("message caption is too long");
  return caption;
}

/** @throws TelegramError 400 for a button that does nothing, too much data, or an address that is not public */
export function checkMarkup(markup: ReplyMarkup | undefined): void {
  for (const { callback_data, url } of markup?.inline_keyboard?.flat() ?? []) {
    if (callback_data === undefined && url === undefined) {
      throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
    }
    const bytes = Buffer.byteLength(callback_data ?? "");
    if (callback_data !== undefined && (bytes === 0 || bytes > maxCallbackBytes))
      throw badRequest("BUTTON_DATA_INVALID");
    if (url !== undefined && !isPublic(url)) {
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    }
  }
}

function isPublic(url: string): boolean {
  if (url.startsWith("tg://")) return true;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return ["https:", "http:"].includes(protocol) && hostname.includes(".") && !/^(?:127|10|192\.168)\./.test(hostname);
}
