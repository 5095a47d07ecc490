import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { onTheWire, turn } from "../../../test/support/providers.ts";
import { sha256 } from "../../core/crypto.ts";
import { registerWebhook } from "./courier.ts";
import { whapiWebhook } from "./webhook.ts";

const webhookSecret = "whk_test_5f2c9d7b1a";
const verify = (header: string | null, secrets: Record<string, string> = { webhookSecret }) =>
  whapiWebhook.verify({
    secrets,
    headers: new Headers(header === null ? {} : { "x-webhook-secret": header }),
    body: "{}",
    url: "",
  });
const read = (call: unknown) => whapiWebhook.read(typeof call === "string" ? call : JSON.stringify(call), "");

const message = {
  id: "tepi.dbl.000000000002-gTEPI0002",
  from_me: false,
  type: "text",
  chat_id: "6281234567890@s.whatsapp.net",
  timestamp: 1795161600,
  source: "mobile",
  device_id: 0,
  text: { body: "Halo" },
  from: "6281234567890",
  chat_name: "Budi",
  from_name: "Budi",
};
const event = { type: "messages", event: "post" };
const status = {
  id: "tepi.dbl.000000000001-gTEPI0001",
  code: 3,
  status: "delivered",
  recipient_id: "6281234567890@s.whatsapp.net",
  timestamp: "1795161600",
};
const statuses = (...items: object[]) => ({ statuses: items, event: { type: "statuses", event: "post" } });

describe("a webhook of Whapi", () => {
  it("is known by the secret alone", async () => {
    expect(await sha256(webhookSecret)).toBe("7ff42c386be5379f5b97956db85f62abf97c1ceb734e44d03a7d0a48b99f24ec");
    expect(await verify(webhookSecret)).toBe(true);
    for (const header of [null, "", "whk_test_5f2c9d7b1b", `${webhookSecret} x`]) {
      expect(await verify(header)).toBe(false);
    }
    expect(await verify("", { webhookSecret: "" })).toBe(false);
    expect(await verify(webhookSecret, {})).toBe(false);
  });

  it("tells who wrote what", () => {
    expect(read({ messages: [message], event, channel_id: "TEPIDB-00001" })).toEqual([
      { kind: "inbound", address: "6281234567890", name: "Budi", text: "Halo", atMs: 1_795_161_600_000 },
    ]);
  });

  it("may be the simplified call, which has no time", async () => {
    const body = '{"messages":[{"from":"62812345678@s.whatsapp.net","text":{"body":"Halo"}}]}';
    expect(new TextEncoder().encode(body).length).toBe(75);
    expect(await sha256(body)).toBe("5556f0c27425360c4aa71d14efe86e4161df4603afa6e1b848d1959dc0ebf8a7");
    expect(read(body)).toEqual([{ kind: "inbound", address: "62812345678", name: null, text: "Halo", atMs: 0 }]);
  });

  it("tells what became of messages, in the order in which it comes", () => {
    const call = statuses({ ...status, status: "read", code: 4 }, status, { ...status, status: "played" });
    expect(read(call)).toEqual(
      ["read", "delivered", "read"].map((state) => ({
        kind: "status",
        providerMessageId: status.id,
        deliveryId: null,
        status: state,
        atMs: 1_795_161_600_000,
      })),
    );
    expect(
      read(statuses({ ...status, status: "pending" }, { ...status, status: "deleted" }, { status: "sent" })),
    ).toEqual([]);
  });

  it.each([
    [
      "an error in words",
      [{ code: 463, message: "no account" }],
      { class: "message", code: "463", detail: "no account" },
    ],
    ["a status for an error", [{ code: 429 }], { class: "rate-limited", code: "429" }],
    ["nothing", undefined, { class: "message", code: "failed" }],
    ["something strange", "a", { class: "message", code: "failed" }],
  ])("says why a message failed, with %s", (_case, errors, failure) => {
    expect(read(statuses({ ...status, status: "failed", errors }))).toMatchObject([{ status: "failed", failure }]);
  });

  it.each([
    [
      "a button",
      { type: "reply", reply: { type: "buttons_reply", buttons_reply: { id: "1", title: "Bayar" } } },
      "Bayar",
    ],
    ["a list", { type: "reply", reply: { type: "list_reply", list_reply: { id: "1", title: "Menu" } } }, "Menu"],
    [
      "a picture",
      { type: "image", image: { id: "a", mime_type: "image/jpeg", caption: "bukti transfer" } },
      "bukti transfer",
    ],
    ["a link", { type: "link_preview", link_preview: { body: "https://a.example" } }, "https://a.example"],
    ["a voice", { type: "voice", voice: { id: "a" } }, null],
  ])("tells the words of %s", (_case, content, text) => {
    const { text: _, ...rest } = message;
    expect(read({ messages: [{ ...rest, ...content }], event })).toMatchObject([{ kind: "inbound", text }]);
  });

  it.each([
    ["our own messages", { ...message, from_me: true, source: "api" }],
    ["groups", { ...message, chat_id: "120363000000000001@g.us" }],
    ["channels", { ...message, from: "120363000000000001@newsletter" }],
    ["hidden numbers", { ...message, from: "1234567890@lid", chat_id: "1234567890@lid" }],
    ["reactions", { ...message, type: "action", action: { type: "reaction", emoji: "👍" } }],
    ["unknown types", { ...message, type: "hologram" }],
  ])("tells nothing of %s", (_case, strange) => {
    expect(read({ messages: [strange, message], event })).toHaveLength(1);
  });

  it("tells an edited message once, and never stumbles", () => {
    expect(read({ messages: [message], event: { type: "messages", event: "put" } })).toEqual([]);
    expect(read({ messages: [message], event: { type: "messages", method: "put" } })).toEqual([]);
    expect(read({ messages: [message], event: { type: "messages", method: "post" } })).toHaveLength(1);
    for (const body of ["", "null", "7", "{", "[]", '{"messages":7}', '{"messages":[null,{"from":7}],"statuses":{}}']) {
      expect(read(body)).toEqual([]);
    }
  });

  it("as the double sends it is known and read", async () => {
    const account = { baseUrl: env.WHAPI_URL, token: "whapi-webhook-test" };
    // Nobody listens there: the call is taken from the double's log.
    await registerWebhook(account, "http://127.0.0.1:1/t/tak-ada/webhooks/whapi", webhookSecret);
    const inbound = { tenant: "tak-ada", from: "6281234567890", name: "Budi", text: "Halo" };
    type Sent = { callback: Parameters<typeof onTheWire>[0] };
    const call = onTheWire((await turn<Sent>("/whapi/_inbound", inbound)).callback);
    expect(await whapiWebhook.verify({ secrets: { webhookSecret }, ...call })).toBe(true);
    expect(read(call.body)).toMatchObject([{ kind: "inbound", address: "6281234567890", name: "Budi", text: "Halo" }]);
  });
});
