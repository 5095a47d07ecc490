/** The WhatsApp Business Platform's Cloud API (Meta): texts within the 24-hour window, approved templates at any time. */
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
import type { Courier, Message, SendResult } from "../courier.ts";
import { captioned, textWithAddress } from "../documents.ts";
import { classify, metaError } from "./failures.ts";

export interface WhatsAppCloudAccount {
  /** With the version: `https://graph.facebook.com/v26.0`. */
  baseUrl: string;
  accessToken: string;
  /** Not the number itself. */
  phoneNumberId: string;
}

/** Body of a text message. */
const maxTextCharacters = 4096;

const errorAnswer = z.object({ error: metaError });
const sentAnswer = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const numberAnswer = z.object({ display_phone_number: z.string(), verified_name: z.string().optional() });

export const whatsAppCloudCourier: Courier<WhatsAppCloudAccount> = {
  channel: "whatsapp",
  attaches: "url",
  /** Of 80 a second per number; of one in 6 s per recipient, of which 45 may go ahead (facts, section 7). */
  pace: () => ({ account: { burst: 5, everyMs: 14 }, recipient: { burst: 10, everyMs: 6000 } }),

  async send(account, message): Promise<SendResult> {
    const objection = objectionTo(message);
    if (objection) return objection;
    const { phoneNumberId, accessToken } = account;
    const called = await request(account, `${encodeURIComponent(phoneNumberId)}/messages`, bodyOf(message));
    return resultOf(called, [accessToken]);
  },
};

/** Whether the token may use the number: `GET /{phone_number_id}`. */
export async function testAccount(account: WhatsAppCloudAccount): Promise<AccountCheck> {
  const { phoneNumberId, accessToken } = account;
  const fields = "fields=display_phone_number,verified_name";
  const called = await request(account, `${encodeURIComponent(phoneNumberId)}?${fields}`);
  const number = called?.status === 200 ? numberAnswer.safeParse(called.json).data : undefined;
  if (!number) return notWorking("WhatsApp", called && failureOf(called), [accessToken]);
  return working([number.display_phone_number, number.verified_name].filter(Boolean).join(" · "));
}

function request({ baseUrl, accessToken }: WhatsAppCloudAccount, path: string, body?: object) {
  const headers = { authorization: `Bearer ${accessToken}` };
  return call(`${baseUrl}/${path}`, body ? jsonInit("POST", body, headers) : { headers });
}

function objectionTo({ to, text, template }: Message) {
  if (!isUserId(to) && !/^\d{5,20}$/.test(to)) return unsent("address", "not-a-number", "This is not a number.");
  if (!template) return objectionToText(text, maxTextCharacters);
  const isEmpty = template.parameters.some((parameter) => parameter.trim() === "");
  return isEmpty ? unsent("message", "empty-parameter", "A parameter of the template is empty.") : undefined;
}

/** Our id travels along and comes back in each status (facts, section 2). */
function bodyOf(message: Message): object {
  const { deliveryId, to } = message;
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(isUserId(to) ? { recipient: to } : { to }),
    ...contentOf(message),
    biz_opaque_callback_data: deliveryId,
  };
}

/** A template, or a document that Meta fetches by its address, the text as its caption, or a text. */
function contentOf(message: Message): object {
  const { text, template } = message;
  if (template) return { type: "template", template: templateOf(template) };
  const document = captioned(message);
  if (document?.url)
    return { type: "document", document: { link: document.url, filename: document.name, caption: text } };
  return { type: "text", text: { preview_url: false, body: textWithAddress(message) } };
}

/** Meta takes no line breaks, tabs or runs of spaces in parameters. */
function templateOf({ name, language, parameters }: NonNullable<Message["template"]>): object {
  const texts = parameters.map((parameter) => ({ type: "text", text: parameter.trim().replace(/\s+/g, " ") }));
  const components = texts.length > 0 ? [{ type: "body", parameters: texts }] : [];
  return { name, language: { code: language }, components };
}

/** A business-scoped user id, which people with a WhatsApp user name have in place of a number (facts, section 5). */
const isUserId = (address: string): boolean => /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/.test(address);

function resultOf(called: Called | undefined, secrets: string[]): SendResult {
  if (!called) return unknown();
  const id = sentAnswer.safeParse(called.json).data?.messages[0]?.id;
  const { status } = called;
  if (status < 300) return id === undefined ? unknown(called, secrets) : accepted(id, shown(called, secrets));
  // A gateway's error says nothing about the message; Meta's own does.
  const isMute = status >= 500 && !errorAnswer.safeParse(called.json).success && !unreached(called);
  return isMute ? unknown(called, secrets) : refused(failureOf(called), called, secrets);
}

function failureOf(called: Called) {
  const error = errorAnswer.safeParse(called.json).data?.error;
  return unreached(called) ?? classify(error, called.status, retryAfterMs(called.headers));
}
