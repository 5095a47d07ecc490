/** Telegram's Bot API. The token is part of every address, so that no address is ever logged or shown. */
import ipaddr from "ipaddr.js";
import { z } from "zod";
import {
  accepted,
  notWorking,
  objectionToText,
  refused,
  shown,
  textWithLink,
  unknown,
  unreached,
  unsent,
  working,
  type AccountCheck,
} from "../answers.ts";
import { call, jsonInit, retryAfterMs, type Called } from "../call.ts";
import type { Courier, Message, SendResult } from "../courier.ts";
import { classify, telegramError } from "./failures.ts";

export interface TelegramAccount {
  baseUrl: string;
  botToken: string;
}

/** What a bot is: `username` makes the links by which people start it. */
export interface Bot {
  id: number;
  username: string;
  name: string;
}

const maxTextCharacters = 4096;
/** What `read` in webhook.ts and the chat understand. */
const allowedUpdates = ["message", "callback_query", "my_chat_member"];

const sentAnswer = z.object({ ok: z.literal(true), result: z.object({ message_id: z.number() }) });
const botAnswer = z.object({
  ok: z.literal(true),
  result: z.object({ id: z.number(), username: z.string(), first_name: z.string() }),
});

export const telegramCourier: Courier<TelegramAccount> = {
  channel: "telegram",
  /**
   * Of about 30 a second per bot and one a second per chat (facts, section 4). A busy Worker sends late what it was given a
   * moment for, so that two seconds' messages meet: hence the wide margin.
   */
  pace: () => ({ account: { burst: 1, everyMs: 55 }, recipient: { burst: 1, everyMs: 1100 } }),

  async send(account, message): Promise<SendResult> {
    if (!/^-?\d{1,16}$/.test(message.to)) return unsent("address", "not-a-chat", "This is not a chat id.");
    const content = contentOf(message);
    const objection = objectionToText(content.text, maxTextCharacters);
    if (objection) return objection;
    const called = await request(account, "sendMessage", { chat_id: Number(message.to), ...content });
    return resultOf(called, account);
  },
};

/** Whether the token works, and whose it is: `getMe`. */
export async function testAccount(account: TelegramAccount): Promise<AccountCheck> {
  const called = await request(account, "getMe", {});
  const bot = called && botOf(called);
  return bot ? working(`@${bot.username}`) : troubleOf(called, account);
}

/** The bot behind the token, or undefined where Telegram does not tell. */
export async function getBot(account: TelegramAccount): Promise<Bot | undefined> {
  const called = await request(account, "getMe", {});
  return called && botOf(called);
}

/** Tells Telegram where to send updates, and by which secret they are known (`setWebhook`). */
export async function registerWebhook(
  account: TelegramAccount,
  url: string,
  secretToken: string,
): Promise<AccountCheck> {
  const body = { url, secret_token: secretToken, allowed_updates: allowedUpdates, drop_pending_updates: false };
  const called = await request(account, "setWebhook", body);
  return called?.status === 200 ? working("Telegram: webhook set") : troubleOf(called, account);
}

function request({ baseUrl, botToken }: TelegramAccount, method: string, body: object) {
  return call(`${baseUrl}/bot${encodeURIComponent(botToken).replace("%3A", ":")}/${method}`, jsonInit("POST", body));
}

/** A link is a button where Telegram takes its address, else part of the text. */
function contentOf(message: Message): { text: string; reply_markup?: object } {
  const { link, text } = message;
  if (!link || !isPublic(link.url)) return { text: textWithLink(message) };
  return { text, reply_markup: { inline_keyboard: [[{ text: link.label, url: link.url }]] } };
}

/** Telegram refuses buttons to addresses that its servers could not open. */
function isPublic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "https:") return false;
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() === "unicast";
  return host.includes(".") && !host.endsWith(".localhost");
}

function resultOf(called: Called | undefined, { botToken }: TelegramAccount): SendResult {
  if (!called) return unknown();
  const secrets = [botToken];
  const sent = sentAnswer.safeParse(called.json).data;
  // Telegram tells nothing of delivery or reading: this is all that will be known.
  if (sent) return accepted(String(sent.result.message_id), shown(called, secrets), { isFinal: true });
  const failure = failureOf(called);
  return failure ? refused(failure, called, secrets) : unknown(called, secrets);
}

/** Undefined for an answer that is not Telegram's own, from which nothing follows. */
function failureOf(called: Called) {
  const error = telegramError.safeParse(called.json).data;
  if (error) return classify(error, retryAfterMs(called.headers));
  const { status } = called;
  if (status < 400 || status >= 500) return unreached(called);
  return classify(
    { ok: false, error_code: status, description: `Telegram: HTTP ${status}` },
    retryAfterMs(called.headers),
  );
}

function botOf(called: Called): Bot | undefined {
  const found = botAnswer.safeParse(called.json).data?.result;
  return found && { id: found.id, username: found.username, name: found.first_name };
}

function troubleOf(called: Called | undefined, { botToken }: TelegramAccount): AccountCheck {
  const failure = called && (failureOf(called) ?? { code: String(called.status), detail: "" });
  return notWorking("Telegram", failure, [botToken]);
}
