import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { aDocument, aMessage, classOf, failureOf, lostAnswer, strike, turn } from "../../../test/support/providers.ts";
import { registerWebhook, testAccount, whapiCourier, type WhapiAccount } from "./courier.ts";

let people = 628_000_000_000 + Math.floor(Math.random() * 1_000_000) * 1000;

const anAccount = (): WhapiAccount => ({ baseUrl: env.WHAPI_URL, token: `whapi-token-${crypto.randomUUID()}` });
/** A message to somebody whom no other test writes to. */
const toPerson: typeof aMessage = (fields) => aMessage({ to: String((people += 1)), ...fields });

const seen = async (to: string) =>
  (await turn<{ messages: { id: string; text: string }[] }>(`/whapi/_messages?to=${to}`)).messages;

/** Whapi answers the next message so. */
const answersNext = (status: number, body?: unknown) =>
  strike("whapi", "/messages/text", { kind: "fail", status, ...(body !== undefined && { body }) });

/** A moment ago, which is when a message began to be sent. */
const sinceMs = () => Date.now() - 1000;

describe("a message through Whapi", () => {
  it("arrives", async () => {
    const message = toPerson();
    const result = await whapiCourier.send(anAccount(), message);
    const [arrived] = await seen(message.to);
    expect(arrived?.text).toBe(message.text);
    expect(result).toMatchObject({ outcome: "accepted", providerMessageId: arrived?.id, isFinal: false });
  });

  it("arrives as a document with its text as the caption, and is found by that", async () => {
    const message = toPerson({ attachment: aDocument() });
    const account = anAccount();
    expect(await whapiCourier.send(account, message)).toMatchObject({ outcome: "accepted" });
    const [arrived] = (await seen(message.to)) as unknown as { type: string; text: string; file: object }[];
    const file = { name: "INV-2026-001.pdf", contentType: "application/pdf", sizeBytes: 9 };
    expect(arrived).toMatchObject({ type: "document", text: message.text, file });
    expect(await whapiCourier.find?.(account, message, sinceMs())).toMatchObject({ outcome: "accepted" });
  });

  it.each([
    ["its text is too long for a caption", { text: "x".repeat(1025) }, aDocument()],
    ["the document could not be made", {}, { ...aDocument(), content: null }],
  ])("goes with the document's address where %s, and is found by that", async (_, fields, attachment) => {
    const message = toPerson({ ...fields, attachment });
    const account = anAccount();
    await whapiCourier.send(account, message);
    expect((await seen(message.to)).map(({ text }) => text)).toEqual([`${message.text}\n\n${attachment.url}`]);
    expect(await whapiCourier.find?.(account, message, sinceMs())).toMatchObject({ outcome: "accepted" });
  });

  it("goes to a group by its whole address", async () => {
    const message = toPerson({ to: "120363000000000001@g.us" });
    expect(await whapiCourier.send(anAccount(), message)).toMatchObject({ outcome: "accepted" });
    expect((await seen("120363000000000001@g.us")).at(-1)?.text).toBe(message.text);
  });

  it.each([
    [400, "message"],
    [401, "account"],
    [402, "account"],
    [403, "message"],
    [404, "account"],
    [413, "message"],
    [415, "message"],
    [429, "rate-limited"],
    [521, "unavailable"],
  ] as const)("refused with %i is a failure of %2$s", async (status, expected) => {
    await answersNext(status);
    const failure = failureOf(await whapiCourier.send(anAccount(), toPerson()));
    expect(failure).toMatchObject({ class: expected, code: String(status) });
    expect(failure.detail).not.toBe("");
    await answersNext(status, "<html>");
    expect(classOf(await whapiCourier.send(anAccount(), toPerson()))).toBe(expected);
  });

  it("answered 200 and not sent has failed", async () => {
    const message = toPerson();
    await turn("/whapi/_recipients", { to: message.to, trouble: "not-sent" });
    const result = await whapiCourier.send(anAccount(), message);
    expect(failureOf(result)).toMatchObject({ class: "message", code: "not-sent" });
    expect(result.answer).toEqual({ status: 200, body: '{"sent":false}' });
  });

  it.each([500, 502, 503, 504])("answered %i may have been taken", async (status) => {
    await answersNext(status);
    expect(await whapiCourier.send(anAccount(), toPerson())).toMatchObject({ outcome: "unknown", answer: { status } });
  });

  it("over the number's limit is to be slowed down", async () => {
    const account = anAccount();
    await turn("/whapi/_settings", { token: account.token, messagesPerMinute: 1 });
    expect(await whapiCourier.send(account, toPerson())).toMatchObject({ outcome: "accepted" });
    expect(classOf(await whapiCourier.send(account, toPerson()))).toBe("rate-limited");
  });

  it("is paced by the account's own ceiling", () => {
    expect(whapiCourier.pace(anAccount())).toEqual({ account: { burst: 1, everyMs: 3000 } });
    expect(whapiCourier.pace({ ...anAccount(), messagesPerMinute: 7 })).toEqual({
      account: { burst: 1, everyMs: 8572 },
    });
  });

  it.each([
    ["too long", { text: "x".repeat(65_537) }, "message", "too-long"],
    ["empty", { text: "" }, "message", "empty"],
    ["to no number", { to: "+62 812" }, "address", "not-a-number"],
  ] as const)("%s is refused before anything is sent", async (_case, fields, expected, code) => {
    const result = await whapiCourier.send({ ...anAccount(), baseUrl: "http://127.0.0.1:1" }, toPerson(fields));
    expect(failureOf(result)).toMatchObject({ class: expected, code });
    expect(result.answer.status).toBeNull();
  });

  it("never shows the token, even where Whapi repeats it", async () => {
    const account = anAccount();
    await answersNext(400, { error: { code: 400, message: "wrong", details: `Bearer ${account.token}` } });
    const result = await whapiCourier.send(account, toPerson());
    expect(failureOf(result).detail).toBe("wrong: Bearer […]");
    expect(JSON.stringify(result)).not.toContain(account.token);
  });
});

describe("a message through Whapi whose answer is lost", () => {
  it("is found by its echo where it was taken", async () => {
    const account = anAccount();
    const message = toPerson();
    await strike("whapi", "/messages/text", lostAnswer(true));
    expect(await whapiCourier.send(account, message)).toEqual({
      outcome: "unknown",
      answer: { status: null, body: "" },
    });
    const [arrived] = await seen(message.to);
    expect(await whapiCourier.find?.(account, message, sinceMs())).toMatchObject({
      outcome: "accepted",
      providerMessageId: arrived?.id,
      isFinal: false,
    });
  });

  it("is absent where it was not taken, whatever else is in the chat", async () => {
    const account = anAccount();
    const message = toPerson();
    await whapiCourier.send(account, { ...message, text: "another" });
    await whapiCourier.send(anAccount(), message);
    await strike("whapi", "/messages/text", lostAnswer(false));
    expect(await whapiCourier.send(account, message)).toMatchObject({ outcome: "unknown" });
    expect(await whapiCourier.find?.(account, message, sinceMs())).toBe("absent");
  });

  it("is absent where the same words were sent before", async () => {
    const account = anAccount();
    const message = toPerson();
    await whapiCourier.send(account, message);
    expect(await whapiCourier.find?.(account, message, Date.now() + 60_000)).toBe("absent");
  });

  it("stays unknown while Whapi can't be asked", async () => {
    const account = anAccount();
    const message = toPerson();
    await strike("whapi", "/messages/list", { kind: "fail", status: 503 });
    expect(await whapiCourier.find?.(account, message, sinceMs())).toBeUndefined();
    expect(
      await whapiCourier.find?.({ ...account, baseUrl: "http://127.0.0.1:1" }, message, sinceMs()),
    ).toBeUndefined();
  });

  it("stays unknown where the chat holds more than a page", async () => {
    const account = anAccount();
    const message = toPerson();
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => whapiCourier.send(account, { ...message, text: `Lain ${n}` })),
    );
    expect(await seen(message.to)).toHaveLength(100);
    expect(await whapiCourier.find?.(account, message, sinceMs())).toBeUndefined();
  });
});

describe("a Whapi channel", () => {
  it("works while its phone is linked", async () => {
    const account = anAccount();
    expect(await testAccount(account)).toEqual({ ok: true, detail: "Whapi: AUTH" });
    await turn("/whapi/_settings", { token: account.token, health: "QR" });
    expect(await testAccount(account)).toEqual({ ok: false, detail: "Whapi: QR" });
    expect(classOf(await whapiCourier.send(account, toPerson()))).toBe("account");
  });

  it("with a bad token, or out of reach, does not work", async () => {
    expect(await testAccount({ ...anAccount(), token: "bad-token" })).toEqual({
      ok: false,
      detail: "Whapi: 401 channel not authorized",
    });
    const unreachable = { ...anAccount(), baseUrl: "http://127.0.0.1:1" };
    expect(await testAccount(unreachable)).toEqual({ ok: false, detail: "Whapi: unreachable" });
    expect(await registerWebhook(unreachable, "https://app.example/", "s")).toMatchObject({ ok: false });
  });

  it("learns where its webhooks go, and keeps those of others", async () => {
    const account = anAccount();
    const settings = async (init?: RequestInit) => {
      const headers = { authorization: `Bearer ${account.token}`, "content-type": "application/json" };
      const answer = await fetch(`${account.baseUrl}/settings`, { headers, ...init });
      return answer.json() as Promise<{ webhooks: { url: string; headers: object; events: object[] }[] }>;
    };
    const other = { url: "https://other.example/", events: [{ type: "calls", method: "post" }] };
    await settings({ method: "PATCH", body: JSON.stringify({ webhooks: [other] }) });
    const url = "https://app.example/t/toko/webhooks/whapi";
    for (const secret of ["first", "second"]) {
      expect(await registerWebhook(account, url, secret)).toMatchObject({ ok: true });
    }
    const { webhooks } = await settings();
    expect(webhooks).toMatchObject([
      { url: other.url },
      {
        url,
        headers: { "X-Webhook-Secret": "second" },
        events: [
          { type: "messages", method: "post" },
          { type: "statuses", method: "post" },
        ],
      },
    ]);
    expect(webhooks).toHaveLength(2);
  });
});
