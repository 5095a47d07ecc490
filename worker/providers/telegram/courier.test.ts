import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { aMessage, classOf, failureOf, lostAnswer, strike, turn } from "../../../test/support/providers.ts";
import { getBot, registerWebhook, telegramCourier, testAccount, type TelegramAccount } from "./courier.ts";

let bots = 100_000 + Math.floor(Math.random() * 1_000_000) * 1000;
let chats = 1_000_000 + bots;

/** A bot that no other test uses. */
function anAccount(): TelegramAccount {
  bots += 1;
  return { baseUrl: env.TELEGRAM_URL, botToken: `${bots}:AAtoken-secret_1` };
}

/** A message into a chat that no other test writes to. */
const toChat: typeof aMessage = (fields) => aMessage({ to: String((chats += 1)), ...fields });

interface Seen {
  id: string;
  text: string;
  buttons?: { text: string; url?: string }[][];
}
const seen = async (to: string) => (await turn<{ messages: Seen[] }>(`/telegram/_messages?to=${to}`)).messages;

/** Telegram answers the next call of this bot so. */
const answersNext = ({ botToken }: TelegramAccount, status: number, body?: unknown) =>
  strike("telegram", botToken, { kind: "fail", status, ...(body !== undefined && { body }) });

const telegramError = (error_code: number, description: string, parameters?: object) => ({
  ok: false,
  error_code,
  description,
  ...(parameters && { parameters }),
});

describe("a message through Telegram", () => {
  it("arrives, and nothing more will be told of it", async () => {
    const message = toChat();
    const result = await telegramCourier.send(anAccount(), message);
    const [arrived] = await seen(message.to);
    expect(arrived?.text).toBe(message.text);
    expect(result).toMatchObject({ outcome: "accepted", providerMessageId: arrived?.id, isFinal: true });
  });

  it("has a button where it leads to a public address", async () => {
    const message = toChat({ link: { label: "Bayar", url: "https://tepi.example/pay/1" } });
    expect(await telegramCourier.send(anAccount(), message)).toMatchObject({ outcome: "accepted" });
    expect(await seen(message.to)).toMatchObject([
      { text: message.text, buttons: [[{ text: "Bayar", url: "https://tepi.example/pay/1" }]] },
    ]);
  });

  it.each(["http://tepi.example/pay/1", "https://localhost:8787/pay/1", "https://10.0.0.7/pay", "https://[::1]/pay"])(
    "has %s in its text, which is no address for a button",
    async (url) => {
      const message = toChat({ link: { label: "Bayar", url } });
      expect(await telegramCourier.send(anAccount(), message)).toMatchObject({ outcome: "accepted" });
      const [arrived] = await seen(message.to);
      expect(arrived?.text).toBe(`${message.text}\n\nBayar: ${url}`);
      expect(arrived?.buttons).toBeUndefined();
    },
  );

  it("whose answer is lost is unknown: Telegram can't be asked", async () => {
    const account = anAccount();
    const message = toChat();
    await strike("telegram", account.botToken, lostAnswer(true));
    expect(await telegramCourier.send(account, message)).toEqual({
      outcome: "unknown",
      answer: { status: null, body: "" },
    });
    expect(await seen(message.to)).toHaveLength(1);
    expect(telegramCourier.find).toBeUndefined();
  });

  it("of which a gateway alone speaks is unknown, too", async () => {
    const account = anAccount();
    await answersNext(account, 502, "<html>Bad Gateway</html>");
    expect(await telegramCourier.send(account, toChat())).toMatchObject({
      outcome: "unknown",
      answer: { status: 502 },
    });
  });

  it.each([
    [400, "Bad Request: chat not found", "address"],
    [400, "Bad Request: message is too long", "message"],
    [400, "Bad Request: file is too big", "message"],
    [401, "Unauthorized", "account"],
    [403, "Forbidden: bot was blocked by the user", "address"],
    [403, "Forbidden: user is deactivated", "address"],
    [404, "Not Found", "account"],
    [409, "Conflict", "account"],
    [429, "Too Many Requests", "rate-limited"],
    [500, "Internal Server Error", "unavailable"],
    [503, "Service Unavailable", "unavailable"],
  ] as const)("refused with %i %s is a failure of %3$s", async (status, description, expected) => {
    const account = anAccount();
    await answersNext(account, status, telegramError(status, description));
    const failure = failureOf(await telegramCourier.send(account, toChat()));
    expect(failure).toMatchObject({ class: expected, code: String(status), detail: description });
  });

  it.each([
    [403, "address"],
    [429, "rate-limited"],
    [523, "unavailable"],
  ] as const)("refused with %i and no words is a failure of %2$s", async (status, expected) => {
    const account = anAccount();
    await answersNext(account, status, "");
    expect(classOf(await telegramCourier.send(account, toChat()))).toBe(expected);
  });

  it("that comes too fast is told when to come again", async () => {
    const account = anAccount();
    const parameters = { retry_after: 5 };
    await answersNext(account, 429, telegramError(429, "Too Many Requests: retry after 5", parameters));
    expect(failureOf(await telegramCourier.send(account, toChat())).retryAfterMs).toBe(5000);
  });

  it("to a group that became a supergroup is told the new chat", async () => {
    await turn("/telegram/_chats", { chatId: -70, migratedTo: -10070 });
    const failure = failureOf(await telegramCourier.send(anAccount(), toChat({ to: "-70" })));
    expect(failure.class).toBe("address");
    expect(failure.detail).toContain("migrate_to_chat_id: -10070");
  });

  it("to somebody who never pressed start can't be delivered", async () => {
    expect(classOf(await telegramCourier.send(anAccount(), toChat({ to: "77" })))).toBe("address");
  });

  it("is paced below the documented limits", () => {
    const { account, recipient } = telegramCourier.pace(anAccount());
    expect(account.burst + 1000 / account.everyMs).toBeLessThan(30);
    expect(recipient?.everyMs).toBeGreaterThan(1000);
  });

  it.each([
    ["too long", { text: "x".repeat(4097) }, "message", "too-long"],
    [
      "too long with its link",
      { text: "x".repeat(4096), link: { label: "a", url: "http://localhost/" } },
      "message",
      "too-long",
    ],
    ["empty", { text: "" }, "message", "empty"],
    ["to no chat", { to: "@budi" }, "address", "not-a-chat"],
  ] as const)("%s is refused before anything is sent", async (_case, fields, expected, code) => {
    const unreachable = { ...anAccount(), baseUrl: "http://127.0.0.1:1" };
    const result = await telegramCourier.send(unreachable, toChat(fields));
    expect(failureOf(result)).toMatchObject({ class: expected, code });
    expect(result.answer.status).toBeNull();
  });

  it("never shows the token, even where Telegram repeats it", async () => {
    const account = anAccount();
    await answersNext(account, 400, telegramError(400, `/bot${account.botToken}/sendMessage`));
    const shown = JSON.stringify(await telegramCourier.send(account, toChat()));
    expect(shown).toContain("/bot[…]/");
    expect(shown).not.toContain("AAtoken");
  });

  it("can't leave the method's path by the token", async () => {
    const account = { ...anAccount(), botToken: "1:a/getMe?x=" };
    expect(await telegramCourier.send(account, toChat())).toMatchObject({ outcome: "accepted" });
  });
});

describe("a Telegram bot", () => {
  it("that works shows its name", async () => {
    const account = anAccount();
    const bot = await getBot(account);
    expect(bot).toMatchObject({ id: bots, username: `tepi_${bots}_bot` });
    expect(await testAccount(account)).toEqual({ ok: true, detail: `@tepi_${bots}_bot` });
  });

  it("with a bad token, or out of reach, does not work, and the token stays hidden", async () => {
    const account = anAccount();
    expect(await testAccount({ ...account, botToken: "bad-1:x" })).toEqual({
      ok: false,
      detail: "Telegram: 401 Unauthorized",
    });
    const unreachable = { ...account, baseUrl: "http://127.0.0.1:1" };
    expect(await testAccount(unreachable)).toEqual({ ok: false, detail: "Telegram: unreachable" });
    expect(await getBot(unreachable)).toBeUndefined();
    await answersNext(account, 400, telegramError(400, account.botToken));
    expect((await testAccount(account)).detail).toBe("Telegram: 400 […]");
  });

  it("is told where its updates go, by which secret, and which", async () => {
    const account = anAccount();
    const url = "https://app.example/t/toko/webhooks/telegram";
    expect(await registerWebhook(account, url, "s3cr3t-A_1")).toMatchObject({ ok: true });
    const info = await fetch(`${account.baseUrl}/bot${account.botToken}/getWebhookInfo`);
    expect(await info.json()).toMatchObject({
      result: { url, allowed_updates: ["message", "callback_query", "my_chat_member"] },
    });
    expect(await registerWebhook(account, url, "not allowed!")).toMatchObject({ ok: false });
  });
});
