import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { strike, aMessage, textsTo, turn } from "../../../test/support/providers.ts";
import { discordCourier, testAccount } from "./courier.ts";
import { parseWebhookUrl } from "./url.ts";

const baseUrl = `${env.TEST_SANDBOX_URL}/discord`;
const token = "discord-token-1";
let last = 1_300_000;
/** A webhook of its own for each test, since each has its own limit. */
const webhook = (secret = token) => {
  const id = String(++last);
  return { id, account: { baseUrl, webhookUrl: `https://discord.com/api/webhooks/${id}/${secret}` } };
};

describe("a webhook's address", () => {
  const real = "https://discord.com";
  it.each([
    "https://discord.com/api/webhooks/1/a-b_c",
    "https://discord.com/api/v6/webhooks/1/a-b_c",
    "https://discord.com/api/v10/webhooks/1/a-b_c/",
    "https://ptb.discord.com/api/webhooks/1/a-b_c",
    "https://canary.discord.com/api/webhooks/1/a-b_c",
    " https://discordapp.com/api/webhooks/1/a-b_c?wait=false#x ",
  ])("%s is called at version 10", (text) => {
    expect(parseWebhookUrl(text, real)).toEqual({
      id: "1",
      token: "a-b_c",
      url: "https://discord.com/api/v10/webhooks/1/a-b_c",
      threadId: null,
    });
  });

  it.each([
    "http://discord.com/api/webhooks/1/a",
    "https://discord.com.evil.example/api/webhooks/1/a",
    "https://evil.example/https://discord.com/api/webhooks/1/a",
    "https://discord.com@evil.example/api/webhooks/1/a",
    "https://user:pass@discord.com/api/webhooks/1/a",
    "https://discord.com:8443/api/webhooks/1/a",
    "https://media.discord.com/api/webhooks/1/a",
    "https://127.0.0.1/api/webhooks/1/a",
    "http://localhost:8790/discord/api/webhooks/1/a",
    "https://discord.com/api/webhooks/1/a/../../../users",
    "https://discord.com/api/webhooks/1/a%2F..%2F",
    "https://discord.com/api/webhooks/1",
    "https://discord.com/api/users/1/a",
    "discord.com/api/webhooks/1/a",
    "",
  ])("%s is none", (text) => expect(parseWebhookUrl(text, real)).toBeUndefined());

  it("leads below the base that is set, whose own addresses are taken too; a thread is kept", () => {
    const base = "http://localhost:8790/discord";
    const url = `${base}/api/v10/webhooks/1/a`;
    expect(parseWebhookUrl("https://discord.com/api/webhooks/1/a", base)?.url).toBe(url);
    expect(parseWebhookUrl(`${base}/api/webhooks/1/a?thread_id=77`, base)).toMatchObject({ url, threadId: "77" });
    expect(parseWebhookUrl("http://localhost:8790/api/webhooks/1/a", base)).toBeUndefined();
    expect(parseWebhookUrl("http://localhost:8790/xendit/api/webhooks/1/a", base)).toBeUndefined();
  });
});

describe("a message to Discord", () => {
  it("arrives as text and rings nobody", async () => {
    const { id, account } = webhook();
    const sent = await discordCourier.send(account, aMessage({ to: "", text: " @everyone Pembayaran masuk " }));
    const [message] = await textsTo<{ id: string }>("discord", id);
    expect(sent).toMatchObject({ outcome: "accepted", isFinal: true, providerMessageId: message?.id });
    expect(message).toMatchObject({ content: "@everyone Pembayaran masuk", embeds: [], pings: [] });
  });

  it("with a subject or a link arrives as an embed that leads there", async () => {
    const { id, account } = webhook();
    const link = { label: "Lihat tagihan", url: "https://tepi.example/i/1" };
    await discordCourier.send(account, aMessage({ subject: "INV-0001 lunas", text: "Budi - Rp150.000", link }));
    await discordCourier.send(account, aMessage({ text: "Budi", link }));
    expect(await textsTo("discord", id)).toMatchObject([
      { content: "", embeds: [{ title: "INV-0001 lunas", description: "Budi - Rp150.000", url: link.url }] },
      { content: "", embeds: [{ title: "Lihat tagihan", description: "Budi", url: link.url }] },
    ]);
  });

  it("goes to the thread that the address names", async () => {
    const { id, account } = webhook();
    await discordCourier.send({ ...account, webhookUrl: `${account.webhookUrl}?thread_id=77` }, aMessage());
    expect(await textsTo("discord", id)).toMatchObject([{ threadId: "77" }]);
  });

  it.each([
    ["text of 2000", { text: "x".repeat(2000) }, "accepted"],
    ["text of 2001", { text: "x".repeat(2001) }, "content"],
    ["2000 signs of two units each", { text: "😀".repeat(2000) }, "accepted"],
    ["an embed at its limits", { subject: "t".repeat(256), text: "x".repeat(4096) }, "accepted"],
    ["a subject of 257", { subject: "t".repeat(257) }, "title"],
    ["an embed of 4097", { subject: "t", text: "x".repeat(4097) }, "description"],
    ["nothing", { text: "  " }, "empty"],
  ])("%s: %s", async (_case, rest, expected) => {
    const { account } = webhook();
    const sent = await discordCourier.send(account, aMessage(rest));
    if (expected === "accepted") return expect(sent.outcome).toBe("accepted");
    expect(sent).toMatchObject({ outcome: "refused", failure: { class: "message", code: expected } });
  });

  it("is the tenant's to mend where the webhook is deleted, its token wrong or its address none", async () => {
    const deleted = webhook();
    await turn("/discord/_webhooks", { id: deleted.id, deleted: true });
    const failureOf = async (account: { baseUrl: string; webhookUrl: string }) => {
      const sent = await discordCourier.send(account, aMessage());
      return sent.outcome === "refused" && [sent.failure.class, sent.failure.code];
    };
    expect(await failureOf(deleted.account)).toEqual(["account", "10015"]);
    expect(await failureOf(webhook("bad-token").account)).toEqual(["account", "50027"]);
    expect(await failureOf({ baseUrl, webhookUrl: "https://evil.example/api/webhooks/1/a" })).toEqual([
      "account",
      "webhook_url",
    ]);
  });

  it("waits as long as the longer of both answers says", async () => {
    const { id, account } = webhook();
    for (let i = 0; i < 5; i++) await discordCourier.send(account, aMessage({ text: `${i}` }));
    // The sixth may find one token back: five in two seconds is a bucket that fills.
    const rest = await Promise.all([6, 7, 8].map((i) => discordCourier.send(account, aMessage({ text: `${i}` }))));
    const limited = rest.find(({ outcome }) => outcome === "refused");
    expect(limited).toMatchObject({ failure: { class: "rate-limited", retryAfterMs: 1000 }, answer: { status: 429 } });
    expect((await turn<{ byKey: Record<string, number> }>("/discord/_violations")).byKey[id]).toBeGreaterThan(0);
  });

  it.each([
    ["shared", 3.2, 4000],
    ["shared", 90.5, 91_000],
    ["global", 1.5, 60_000],
    ["global", 120, 120_000],
    ["html", 2, 300_000],
    ["html", 900, 900_000],
  ])("answered with a %s limit of %f s waits %i ms", async (kind, retryAfterSeconds, retryAfterMs) => {
    await turn("/discord/_limits", { kind, retryAfterSeconds });
    const sent = await discordCourier.send(webhook().account, aMessage());
    expect(sent).toMatchObject({ outcome: "refused", failure: { class: "rate-limited", retryAfterMs } });
  });

  it("is tried again after a failure of theirs, and unknown where no answer came", async () => {
    const { id, account } = webhook();
    await strike("discord", id, { kind: "fail", status: 502 });
    expect(await discordCourier.send(account, aMessage())).toMatchObject({
      outcome: "refused",
      failure: { class: "unavailable", code: "0" },
    });
    expect(await textsTo("discord", id)).toEqual([]);
    await strike("discord", id, { kind: "silent", delayMs: 0 });
    const unknown = await discordCourier.send(account, aMessage());
    expect(unknown).toEqual({ outcome: "unknown", answer: { status: null, body: "" } });
    expect(await textsTo("discord", id)).toHaveLength(1);
    await strike("discord", id, { kind: "fail", status: 524 });
    expect((await discordCourier.send(account, aMessage())).outcome).toBe("unknown");
  });

  it("never shows the token, whatever is answered", async () => {
    const { id, account } = webhook();
    const body = { message: `No webhook ${account.webhookUrl}`, code: 50035 };
    await strike("discord", id, { kind: "fail", status: 400, body });
    const sent = await discordCourier.send(account, aMessage());
    expect(sent).toMatchObject({ failure: { class: "message", code: "50035" } });
    expect(JSON.stringify(sent)).toContain("No webhook");
    expect(JSON.stringify(sent)).not.toContain(token);
  });
});

describe("the test of a webhook", () => {
  it("names it, or says why not", async () => {
    const { id, account } = webhook();
    expect(await testAccount(account)).toEqual({ ok: true, detail: `Sandbox ${id}` });
    expect(await testAccount(webhook("bad-token").account)).toEqual({
      ok: false,
      detail: "Discord: 50027 Invalid Webhook Token",
    });
    expect(await testAccount({ baseUrl, webhookUrl: "x" })).toMatchObject({ ok: false });
    expect(await testAccount({ ...account, baseUrl: "http://127.0.0.1:1" })).toEqual({
      ok: false,
      detail: "Discord: unreachable",
    });
  });
});
