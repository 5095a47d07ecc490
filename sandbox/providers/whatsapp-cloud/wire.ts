import { createHmac } from "node:crypto";

import type { RetryPolicy } from "../../frame/callbacks.ts";

const minuteMs = 60_000;

/** Growing gaps for up to seven days; only 200 is success (facts, section 5). */
export const webhookPolicy: RetryPolicy = {
  gapsMs: [1, 5, 15, 60, 180, 360, 720, 1440, 2880, 4320].map((minutes) => minutes * minuteMs),
  timeoutMs: 20_000,
  judge: (status) => (status === 200 ? "delivered" : "retry"),
};

/** JSON as Meta writes it: `\uXXXX` in lower case for what is not ASCII, and `\/` (facts, section 4). */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The value of `X-Hub-Signature-256` over exactly these bytes. */
export function signature(appSecret: string, text: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(text, "utf8").digest("hex")}`;
}

/** One change of one number, in the envelope of every webhook (facts, section 4). */
export function envelope(phoneNumberId: string, content: Record<string, unknown>): Record<string, unknown> {
  const metadata = { display_phone_number: displayNumber(phoneNumberId), phone_number_id: phoneNumberId };
  const value = { messaging_product: "whatsapp", metadata, ...content };
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "200000000000001", changes: [{ value, field: "messages" }] }],
  };
}

/** The number behind an id: the double makes it from the id's last digits. */
export const displayNumber = (phoneNumberId: string): string =>
  `62811${phoneNumberId.replace(/\D/g, "").slice(-8).padStart(8, "0")}`;

/** Seconds as text, as all of Meta's timestamps are. */
export const timestamp = (nowMs: number): string => String(Math.floor(nowMs / 1000));
