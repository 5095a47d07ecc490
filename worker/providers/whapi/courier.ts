/** Whapi.cloud: WhatsApp over a linked phone. The token chooses the number. */
import { z } from "zod";
import {
  accepted,
  notWorking,
  objectionToText,
  refused,
  shown,
  unknown,
  unreached,
  unsent,
  working,
  type AccountCheck,
} from "../answers.ts";
import { call, jsonInit, retryAfterMs, type Called } from "../call.ts";
import type { Accepted, Courier, Message, SendResult } from "../courier.ts";
import { base64, captioned, textWithAddress } from "../documents.ts";
import { chatIdOf, isChatId } from "./addresses.ts";
import { classify, whapiError } from "./failures.ts";

export interface WhapiAccount {
  baseUrl: string;
  token: string;
  /** What the number may send: WhatsApp bans numbers that send like machines. */
  messagesPerMinute?: number | undefined;
}

/** Whapi documents no limit; WhatsApp's own for a text is this. */
const maxTextCharacters = 65_536;
const defaultMessagesPerMinute = 20;
const minuteMs = 60_000;
/** Our clock and theirs may differ by this much. */
const clockToleranceSeconds = 5;
const listedMessages = 100;

const errorAnswer = z.object({ error: whapiError });
const sentAnswer = z.object({ sent: z.literal(true), message: z.object({ id: z.string().min(1).max(300) }) });
const listAnswer = z.object({ messages: z.array(z.unknown()) });
const listedMessage = z.object({
  id: z.string().min(1).max(300),
  from_me: z.literal(true),
  source: z.literal("api"),
  text: z.object({ body: z.string() }).optional(),
  document: z.object({ caption: z.string().optional() }).optional(),
  timestamp: z.number(),
});
const healthAnswer = z.object({ status: z.object({ text: z.string().max(40) }) });
const settingsAnswer = z.looseObject({ webhooks: z.array(z.looseObject({ url: z.string().optional() })).nullish() });

export const whapiCourier: Courier<WhapiAccount> = {
  channel: "whatsapp",
  attaches: "content",
  pace: ({ messagesPerMinute = defaultMessagesPerMinute }) => ({
    account: { burst: 1, everyMs: Math.ceil(minuteMs / Math.max(1, messagesPerMinute)) },
  }),

  async send(account, message): Promise<SendResult> {
    const to = chatIdOf(message.to);
    if (!isChatId(to)) return unsent("address", "not-a-number", "This is not a WhatsApp address.");
    const objection = objectionToText(message.text, maxTextCharacters);
    if (objection) return objection;
    const [path, body] = bodyOf(message);
    const called = await request(account, "POST", path, { to, ...body });
    return resultOf(called, [account.token]);
  },

  find: findEcho,
};

/** A document with the text as its caption, its content as a data URI (facts, section 3); else the text alone. */
function bodyOf(message: Message): [path: string, body: object] {
  const document = captioned(message);
  if (!document?.content) return ["/messages/text", { body: textWithAddress(message), typing_time: 0 }];
  const { name, contentType, content } = document;
  const media = `data:${contentType};name=${encodeURIComponent(name)};base64,${base64(content)}`;
  return ["/messages/document", { media, filename: name, mime_type: contentType, caption: message.text }];
}

/** Looks among the chat's messages for ours: from us, through the API, the same text, since then. */
async function findEcho(
  account: WhapiAccount,
  message: Message,
  sinceMs: number,
): Promise<Accepted | "absent" | undefined> {
  const since = Math.floor(sinceMs / 1000) - clockToleranceSeconds;
  const ours: (string | undefined)[] = [message.text, textWithAddress(message)];
  const query = new URLSearchParams({ count: String(listedMessages), time_from: String(since), from_me: "true" });
  const chatId = encodeURIComponent(chatIdOf(message.to));
  const called = await request(account, "GET", `/messages/list/${chatId}?${query}`);
  const listed = called?.status === 200 ? listAnswer.safeParse(called.json).data?.messages : undefined;
  if (!called || !listed) return undefined;
  const found = listed
    .flatMap((item) => listedMessage.safeParse(item).data ?? [])
    .find(({ text, document, timestamp }) => ours.includes(text?.body ?? document?.caption) && timestamp >= since);
  if (found) return accepted(found.id, shown(called, [account.token]));
  // A full page may have an older one behind it.
  return listed.length < listedMessages ? "absent" : undefined;
}

/** Whether the token is good and its phone linked: `GET /health`, without waking a stopped channel. */
export async function testAccount(account: WhapiAccount): Promise<AccountCheck> {
  const called = await request(account, "GET", "/health?wakeup=false");
  const state = called?.status === 200 ? healthAnswer.safeParse(called.json).data?.status.text : undefined;
  if (state === undefined) return notWorking("Whapi", called && failureOf(called), [account.token]);
  return { ok: state === "AUTH", detail: `Whapi: ${state}` };
}

/**
 * Adds our address to the channel's webhooks, with the secret by which its calls are known. `PATCH /settings` replaces the
 * whole list, so the others are read and written back.
 */
export async function registerWebhook(account: WhapiAccount, url: string, secret: string): Promise<AccountCheck> {
  const secrets = [account.token, secret];
  const settings = await request(account, "GET", "/settings");
  const known = settings?.status === 200 ? settingsAnswer.safeParse(settings.json).data : undefined;
  if (!known) return notWorking("Whapi", settings && failureOf(settings), secrets);
  const events = ["messages", "statuses"].map((type) => ({ type, method: "post" }));
  const ours = { url, mode: "body", events, headers: { "X-Webhook-Secret": secret } };
  const webhooks = [...(known.webhooks ?? []).filter((webhook) => webhook.url !== url), ours];
  const called = await request(account, "PATCH", "/settings", { webhooks });
  if (called?.status === 200) return working("Whapi: webhook set");
  return notWorking("Whapi", called && failureOf(called), secrets);
}

function request({ baseUrl, token }: WhapiAccount, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${token}` };
  return call(`${baseUrl}${path}`, body ? jsonInit(method, body, headers) : { method, headers });
}

function resultOf(called: Called | undefined, secrets: string[]): SendResult {
  if (!called) return unknown();
  const sent = sentAnswer.safeParse(called.json).data;
  if (called.status === 200 && sent) return accepted(sent.message.id, shown(called, secrets));
  if (called.status === 200)
    return refused({ class: "message", code: "not-sent", detail: "Whapi: not sent" }, called, secrets);
  // After a 5xx nobody knows; `find` does (facts, section 8).
  const isMute = called.status >= 500 && !unreached(called);
  return isMute ? unknown(called, secrets) : refused(failureOf(called), called, secrets);
}

function failureOf(called: Called) {
  const error = errorAnswer.safeParse(called.json).data?.error;
  return unreached(called) ?? classify(called.status, error, retryAfterMs(called.headers));
}
