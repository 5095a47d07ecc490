/** Discord's webhooks: the courier that posts a message to the channel behind an address. */
import { classOfStatus, isLost, noAnswer, refusedFor, shown, unsent } from "../answers.ts";
import { call, retryAfterMs, type Called } from "../call.ts";
import type { Courier, Failure, Message, SendResult } from "../courier.ts";
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
const minuteMs = 60_000;

export const discordCourier: Courier<DiscordAccount> = {
  channel: "discord",
  pace: () => ({ account: { burst: 5, everyMs: 500 } }),

  async send({ baseUrl, webhookUrl }, message) {
    const address = parseWebhookUrl(webhookUrl, baseUrl);
    if (!address) return unsent({ class: "account", code: "webhook_url", detail: "Not the address of a webhook." });
    const body = bodyOf(message);
    if ("code" in body) return unsent(body);
    const query = new URLSearchParams({ wait: "true", ...(address.threadId && { thread_id: address.threadId }) });
    const called = await call(`${address.url}?${query}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      timeoutMs,
    });
    return resultOf(called, address);
  },
};

/** Whether the webhook is there. */
export async function testAccount({ baseUrl, webhookUrl }: DiscordAccount): Promise<{ ok: boolean; detail: string }> {
  const address = parseWebhookUrl(webhookUrl, baseUrl);
  if (!address) return { ok: false, detail: "Discord: not the address of a webhook" };
  const called = await call(address.url, { timeoutMs });
  if (called?.status !== 200) return { ok: false, detail: `Discord: ${called?.status ?? "unreachable"}` };
  return { ok: true, detail: textIn(called.json, "name")?.slice(0, 100) ?? "Discord" };
}

/** Plain text, or an embed where there is a subject or a link; the failure where it does not fit. */
function bodyOf({ subject, text, link }: Message): object | (Failure & { class: "message" }) {
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
const tooLong = (code: string, detail: string) => ({ class: "message" as const, code, detail });

function resultOf(called: Called | undefined, { token }: WebhookAddress): SendResult {
  if (!called || called.status === null || isLost(called.status)) return noAnswer;
  const secrets = [token];
  if (called.status >= 200 && called.status < 300) {
    const providerMessageId = textIn(called.json, "id") ?? null;
    return { outcome: "accepted", providerMessageId, isFinal: true, answer: shown(called, secrets) };
  }
  const code = valueIn(called.json, "code");
  const failure: Failure = {
    class: classOfStatus(called.status),
    code: typeof code === "number" ? String(code) : String(called.status),
    detail: textIn(called.json, "message") ?? called.body,
    ...(called.status === 429 && { retryAfterMs: waitOf(called) }),
  };
  return refusedFor(failure, called, secrets);
}

/**
 * `retry_after` is seconds with decimals, `Retry-After` whole ones: the longer counts. A global limit is that of our
 * address, shared with strangers, and an answer without JSON is a block of it: both are waited out in minutes.
 */
function waitOf({ headers, json }: Called): number {
  const header = retryAfterMs(headers, Date.now());
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
