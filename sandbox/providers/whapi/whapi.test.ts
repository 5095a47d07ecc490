import { describe, expect, test, vi } from "vitest";

import { openReceiver, openSandbox, send } from "../../testing.ts";

const headers = { authorization: "Bearer token-1" };
const person = "6281234567890@s.whatsapp.net";

interface Sent {
  sent: boolean;
  message: { id: string; status: string };
  error: { code: number; message: string };
}

const call = <T = Sent>(url: string, path: string, body?: unknown, method?: string) =>
  send<T>(`${url}/whapi/${path}`, { method, body, headers });
const desk = <T = Record<string, unknown>>(url: string, path: string, body?: unknown) =>
  send<T>(`${url}/whapi/${path}`, { body });
const write = (url: string, body = "Tagihan November", to = person) => call(url, "messages/text", { to, body });

interface Hook {
  messages?: Record<string, unknown>[];
  statuses?: Record<string, unknown>[];
  channel_id?: string;
}
const events = ["messages", "statuses"].map((type) => ({ type, method: "post" }));

/** A channel whose webhook is a company's, in a world where every wait is over at once. */
async function openChannel({ random = (): number => 0, statuses = [200] } = {}) {
  const sandbox = await openSandbox({ random, pause: async () => undefined });
  const receiver = await openReceiver<Hook>(...statuses);
  const webhook = {
    url: `${receiver.url}/t/toko/webhooks/whapi`,
    mode: "body",
    events,
    headers: { "X-Webhook-Secret": "whk_test_5f2c9d7b1a" },
  };
  expect((await call(sandbox.url, "settings", { webhooks: [webhook] }, "PATCH")).status).toBe(200);
  return { url: sandbox.url, received: receiver.received };
}

describe("sending", () => {
  test("answers as documented and puts the message on the phone", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:00:00Z") });
    const sent = await write(url);
    expect(sent).toMatchObject({
      status: 200,
      body: {
        sent: true,
        message: {
          from_me: true,
          type: "text",
          chat_id: person,
          timestamp: 1_795_143_600,
          source: "api",
          status: "pending",
        },
      },
    });
    const { id } = sent.body.message;
    expect(id).toMatch(/^[A-Za-z0-9._]{4,30}-[A-Za-z0-9._]{4,14}$/);
    const seen = { id, to: "6281234567890", text: "Tagihan November", at: "2026-11-20T03:00:00.000Z" };
    expect((await desk(url, "_messages?to=6281234567890")).body).toMatchObject({ messages: [seen] });
  });

  test("a document comes as a data URI, and is on the phone with its caption", async () => {
    const { url } = await openSandbox();
    const media = "data:application/pdf;name=INV-1.pdf;base64,JVBERi0=";
    const body = { to: person, media, filename: "INV-1.pdf", mime_type: "application/pdf", caption: "Tagihan" };
    const sent = await call<{ message: { document: object } }>(url, "messages/document", body);
    expect(sent.body.message.document).toMatchObject({ caption: "Tagihan", filename: "INV-1.pdf", file_size: 5 });
    const seen = await desk<{ messages: { text: string; file: { url: string } }[] }>(url, "_messages?to=6281234567890");
    expect(seen.body.messages).toMatchObject([{ type: "document", text: "Tagihan", file: { name: "INV-1.pdf" } }]);
    const path = seen.body.messages[0]?.file.url ?? "";
    expect(await (await fetch(url + path)).text()).toBe("%PDF-");
    expect(await (await fetch(`${url}/inbox?tab=phone`)).text()).toContain(`href="${path}"`);
  });

  test.each([
    ["no file", { media: undefined }, 400],
    ["a data URI that is none", { media: "data:application/pdf,abc" }, 400],
    ["a caption too long", { caption: "x".repeat(1025) }, 400],
    ["no type", { media: "data:;base64,JVBERi0=" }, 415],
  ])("a document with %s is refused", async (_case, changes, status) => {
    const { url } = await openSandbox();
    const body = { to: person, media: "data:application/pdf;base64,JVBERi0=", ...changes };
    expect(await call(url, "messages/document", body)).toMatchObject({ status, body: { error: { code: status } } });
  });

  test.each([
    ["a plus", { to: "+6281234567890", body: "a" }],
    ["no address", { body: "a" }],
    ["no text", { to: person, body: "" }],
    ["a delay of a minute and more", { to: person, body: "a", typing_time: 61 }],
    ["broken JSON", "{"],
  ])("with %s is refused", async (_case, body) => {
    const { url } = await openSandbox();
    expect(await call(url, "messages/text", body)).toMatchObject({ status: 400, body: { error: { code: 400 } } });
    expect((await desk(url, "_counts")).body).toEqual({ sent: 0, duplicates: 0 });
  });

  test.each([[{}], [{ authorization: "Bearer bad-token" }]])("without a good token is 401", async (headers) => {
    const { url } = await openSandbox();
    const refused = await send(`${url}/whapi/messages/text`, { body: { to: person, body: "a" }, headers });
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 401 } } });
  });

  test("from a phone that is not linked any more is 401, and health says why", async () => {
    const { url } = await openSandbox();
    await desk(url, "_settings", { token: "token-1", health: "QR" });
    expect((await write(url)).status).toBe(401);
    expect((await call(url, "health?wakeup=false")).body).toMatchObject({ status: { text: "QR" } });
  });

  test("the same text to the same person counts as a duplicate", async () => {
    const { url } = await openSandbox();
    for (const text of ["ref 1", "ref 2", "ref 1"]) await write(url, text);
    await write(url, "ref 1", "6281234567891@s.whatsapp.net");
    expect((await desk(url, "_counts")).body).toEqual({ sent: 4, duplicates: 1 });
  });

  test("over the number's limit is 429 and counted as a violation", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    expect((await fetch(`${url}/whapi/limits`, { headers })).status).toBe(204);
    await desk(url, "_settings", { token: "token-1", messagesPerMinute: 2 });
    expect((await call(url, "limits")).body).toMatchObject({ messages: 2 });
    const statuses = [await write(url), await write(url), await write(url)].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await desk(url, "_violations")).body).toMatchObject({ count: 1 });
    now += 60_000;
    expect((await write(url)).status).toBe(200);
  });

  test("is listed by chat with what was answered, newest first", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    await write(url, "satu");
    now += 60_000;
    await write(url, "dua");
    await write(url, "lain", "6281234567891@s.whatsapp.net");
    const list = async (query = "") =>
      (await call<{ messages: { text: { body: string } }[] }>(url, `messages/list/${person}${query}`)).body.messages;
    expect((await list()).map(({ text }) => text.body)).toEqual(["dua", "satu"]);
    expect(await list("?count=1&from_me=true")).toMatchObject([
      { from_me: true, source: "api", text: { body: "dua" } },
    ]);
    expect(await list(`?time_to=1795143600`)).toMatchObject([{ text: { body: "satu" } }]);
    expect(await list("?from_me=false")).toEqual([]);
  });
});

describe("settings", () => {
  test("keep what is left out, and replace the webhooks as a whole", async () => {
    const { url } = await openChannel();
    const { body } = await call<{ webhooks: unknown[] }>(url, "settings", { callback_persist: true }, "PATCH");
    expect(body).toMatchObject({ callback_persist: true, webhooks: [{ mode: "body" }] });
    await call(url, "settings", { webhooks: [] }, "PATCH");
    expect((await call<{ webhooks: unknown[] }>(url, "settings")).body).toMatchObject({
      webhooks: [],
      callback_persist: true,
    });
  });

  test("take at most five headers, and no deprecated event", async () => {
    const { url } = await openSandbox();
    const hook = { url: "https://app.tepi.test/x", events };
    const many = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`X-${n}`, "a"]));
    const old = [{ type: "ack", method: "post" }];
    for (const webhook of [
      { ...hook, headers: many },
      { ...hook, events: old },
    ]) {
      expect((await call(url, "settings", { webhooks: [webhook] }, "PATCH")).status).toBe(400);
    }
  });
});

describe("webhooks", () => {
  test("bring our own message back, then its states in order, with the headers that were set", async () => {
    const { url, received } = await openChannel();
    const { body } = await write(url);
    await vi.waitFor(() => expect(received).toHaveLength(4));
    expect(received[0]?.headers["x-webhook-secret"]).toBe("whk_test_5f2c9d7b1a");
    expect(received[0]?.body.messages).toMatchObject([{ id: body.message.id, from_me: true, source: "api" }]);
    expect(received.slice(1).map(({ body }) => body.statuses?.[0])).toMatchObject([
      { id: body.message.id, status: "sent", recipient_id: person },
      { status: "delivered", code: 3 },
      { status: "read", code: 4 },
    ]);
    expect(typeof received[1]?.body.statuses?.[0]?.timestamp).toBe("string");
  });

  test("of a reader who does not tell end with delivered, of a failure with failed", async () => {
    const { url, received } = await openChannel({ random: () => 0.9 });
    await write(url);
    await vi.waitFor(() => expect(received).toHaveLength(3));
    expect(received[2]?.body.statuses).toMatchObject([{ status: "delivered" }]);
    await desk(url, "_recipients", { to: person, trouble: "failed" });
    await write(url);
    await vi.waitFor(() => expect(received).toHaveLength(4));
    expect(received[3]?.body.statuses).toMatchObject([{ status: "failed" }]);
    await desk(url, "_recipients", { to: person, trouble: "not-sent" });
    expect((await write(url)).body).toEqual({ sent: false });
    await desk(url, "_recipients", { to: person, trouble: 403 });
    expect((await write(url)).status).toBe(403);
    expect((await desk(url, "_counts")).body).toEqual({ sent: 1, duplicates: 0 });
  });

  test("are tried again until the answer is exactly 200", async () => {
    const { url, received } = await openChannel({ statuses: [500, 202, 200] });
    await desk(url, "_inbound", { tenant: "toko", from: "6281234567890", text: "Halo" });
    await vi.waitFor(() => expect(received).toHaveLength(3));
    await vi.waitFor(async () => {
      expect((await desk(url, "_callbacks")).body).toMatchObject({ callbacks: [{ state: "delivered" }] });
    });
  });
});

describe("customers", () => {
  test("write in the documented form", async () => {
    const { url, received } = await openChannel();
    await desk(url, "_inbound", { tenant: "toko", from: "+62 812-3456-7890", name: "Budi", text: "Halo" });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]).toMatchObject({
      headers: { "x-webhook-secret": "whk_test_5f2c9d7b1a" },
      body: {
        messages: [
          {
            from_me: false,
            type: "text",
            chat_id: person,
            from: "6281234567890",
            text: { body: "Halo" },
            from_name: "Budi",
          },
        ],
        event: { type: "messages", event: "post" },
      },
    });
    expect((await call<{ messages: unknown[] }>(url, `messages/list/${person}`)).body.messages).toHaveLength(1);
  });

  test("can be played simplified, in a group, without the secret and with a wrong one", async () => {
    const { url, received } = await openChannel();
    const inbound = { tenant: "toko", from: "62812345678", text: "Halo" };
    await desk(url, "_inbound", { ...inbound, simplified: true, webhookSecret: "" });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.body).toEqual({ messages: [{ from: "62812345678@s.whatsapp.net", text: { body: "Halo" } }] });
    expect(received[0]?.headers["x-webhook-secret"]).toBeUndefined();
    await desk(url, "_inbound", { ...inbound, group: "120363000000000001@g.us", webhookSecret: "wrong" });
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[1]?.headers["x-webhook-secret"]).toBe("wrong");
    expect(received[1]?.body.messages).toMatchObject([{ chat_id: "120363000000000001@g.us", from: "62812345678" }]);
  });

  test("of a company without a channel reach its address all the same, without a secret", async () => {
    const receiver = await openReceiver<Hook>();
    const { url } = await openSandbox({ tepiUrl: receiver.url });
    await desk(url, "_inbound", { tenant: "toko", from: "62812345678", text: "Halo" });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.path).toBe("/t/toko/webhooks/whapi");
  });

  test("send pictures that are downloaded with the token", async () => {
    const { url, received } = await openChannel();
    await desk(url, "_inbound", { tenant: "toko", from: "62812345678", image: { caption: "bukti transfer" } });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const { image } = received[0]?.body.messages?.[0] as { image: { id: string; file_size: number; caption: string } };
    expect(image.caption).toBe("bukti transfer");
    const file = await fetch(`${url}/whapi/media/${image.id}`, { headers });
    expect((await file.arrayBuffer()).byteLength).toBe(image.file_size);
  });
});
