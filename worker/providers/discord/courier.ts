/** Discord's webhooks: the courier that posts a message to the channel behind an address. */
import {
  accepted,
  classOfStatus,
  notWorking,
  refused,
  shown,
  unknown,
  unsent,
  working,
  type AccountCheck,
} from "../answers.ts";
import { call, isLost, jsonInit, retryAfterMs, type Called } from "../call.ts";
import type { Courier, Failure, Message, Refused, SendResult } from "../courier.ts";
import { parseWebhookUrl, type WebhookAddress } from "./url.ts";

export interface DiscordAccount {
  /** Setting DISCORD_URL. */
  baseUrl: string;
  /** As the tenant gave it; it is the credential. */
  webhookUrl: string;
}

/** Characters after trimming (message and embed limits of the API). An embed of ours is never near the 6,000 of all together. */
const limits = { content: 2000, title: 256, description: 4096 };
const timeoutMs = 10_000;
const notAnAddress = "Not the address of a webhook.";
const minuteMs = 60_000;

export const discordCourier: Courier<DiscordAccount> = {
  channel: "discord",
  pace: () => ({ account: { burst: 5, everyMs: 500 } }),

  async send({ baseUrl, webhookUrl }, message) {
    const address = parseWebhookUrl(webhookUrl, baseUrl);
    if (!address) return unsent("account", "webhook_url", notAnAddress);
    const body = bodyOf(message);
    if ("outcome" in body) return body;
    const query = new URLSearchParams({ wait: "true", ...(address.threadId && { thread_id: address.threadId }) });
    const called = await call(`${address.url}?${query}`, { ...jsonInit("POST", body), timeoutMs });
    return resultOf(called, address);
  },
};

/** Whether the webhook is there. */
export async function testAccount({ baseUrl, webhookUrl }: DiscordAccount): Promise<AccountCheck> {
  const address = parseWebhookUrl(webhookUrl, baseUrl);
  if (!address) return notWorking("Discord", { code: "webhook_url", detail: notAnAddress });
  const called = await call(address.url, { timeoutMs });
  if (called?.status !== 200) return notWorking("Discord", called && failureOf(called), [address.token]);
  return working(textIn(called.json, "name") ?? "Discord");
}

/** Plain text, or an embed where there is a subject or a link; the refusal where it does not fit. */
function bodyOf({ subject, text, link }: Message): object | Refused {
  const trimmed = text.trim();
  const allowed_mentions = { parse: [] };
  const title = (subject ?? "").trim() || link?.label.trim();
  if (!trimmed && !title) return tooLong("empty", "The message is empty.");
  if (!title) {
    if (lengthOf(trimmed) > limits.content) return tooLong("content", `More than ${limits.content} characters.`);
    return { content: trimmed, allowed_mentions };
  }
  if (lengthOf(title) > limits.title) return tooLong("title", `A title of more than ${limits.title} characters.`);
  if (lengthOf(trimmed) > limits.description)
    return tooLong("description", `More than ${limits.description} characters.`);
  return { embeds: [{ title, description: trimmed, ...(link && { url: link.url }) }], allowed_mentions };
}

const lengthOf = (text: string) => [...text].length;
const tooLong = (code: string, detail: string) => unsent("message", code, detail);

function resultOf(called: Called | undefined, { token }: WebhookAddress): SendResult {
  const secrets = [token];
  if (!called || isLost(called.status)) return unknown(called, secrets);
  if (called.status < 200 || called.status >= 300) return refused(failureOf(called), called, secrets);
  return accepted(textIn(called.json, "id") ?? null, shown(called, secrets), { isFinal: true });
}

function failureOf(called: Called): Failure {
  const code = valueIn(called.json, "code");
  return {
    class: classOfStatus(called.status),
    code: typeof code === "number" ? String(code) : String(called.status),
    detail: textIn(called.json, "message") ?? called.body,
    ...(called.status === 429 && { retryAfterMs: waitOf(called) }),
  };
}

/**
 * `retry_after` is seconds with decimals, `Retry-After` whole ones: the longer counts. A global limit is that of our
 * address, shared with strangers, and an answer without JSON is a block of it: both are waited out in minutes.
 */
function waitOf({ headers, json }: Called): number {
  const header = retryAfterMs(headers);
  const asked = valueIn(json, "retry_after");
  if (typeof asked !== "number") return Math.max(header ?? 0, 5 * minuteMs);
  // Milliseconds were reported too (discord-api-docs, issue 4722): then the header is a thousandth.
  const isMs = header !== undefined && header > 0 && asked > header / 10;
  const wait = Math.max(header ?? 0, Math.ceil(isMs ? asked : asked * 1000));
  return valueIn(json, "global") === true ? Math.max(wait, minuteMs) : wait;
}

const valueIn = (json: unknown, name: string): unknown =>
  typeof json === "object" && json !== null && Object.hasOwn(json, name)
    ? (json as Record<string, unknown>)[name]
    : undefined;

function textIn(json: unknown, name: string): string | undefined {
  const value = valueIn(json, name);
  return typeof value === "string" ? value : undefined;
}
