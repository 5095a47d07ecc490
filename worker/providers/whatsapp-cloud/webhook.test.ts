import { describe, expect, it } from "vitest";
import { onTheWire, turn } from "../../../test/support/providers.ts";
import { answerHandshake, phoneNumberIdsOf, whatsAppCloudWebhook } from "./webhook.ts";

const appSecret = "tepi_test_app_secret";
const v1 =
  '{"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"6281100001111","phone_number_id":"300000000000001"},"contacts":[{"profile":{"name":"Budi"},"wa_id":"6281234567890"}],"messages":[{"from":"6281234567890","id":"wamid.TEPI0001","timestamp":"1795161600","type":"text","text":{"body":"Halo"}}]},"field":"messages"}]}]}';
const v2 =
  '{"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"6281100001111","phone_number_id":"300000000000001"},"statuses":[{"id":"wamid.TEPI0002","status":"delivered","timestamp":"1795161660","recipient_id":"6281234567890"}]},"field":"messages"}]}]}';
const v3 = '{"a":"Halo \\ud83d\\ude00","u":"https:\\/\\/tepi.test\\/x"}';
const v3Again = '{"a":"Halo 😀","u":"https://tepi.test/x"}';
const v3Signature = "b878b29329d99e13450e4d4af709a204a3058e0a0c52de5c0bf29616ee789d64";

const verify = (body: string, signature: string | null, secrets: Record<string, string> = { appSecret }) =>
  whatsAppCloudWebhook.verify({
    secrets,
    headers: new Headers(signature === null ? {} : { "x-hub-signature-256": signature }),
    body,
    url: "",
  });
const { read } = whatsAppCloudWebhook;

const change = (value: object, field = "messages") => ({ value: { messaging_product: "whatsapp", ...value }, field });
const batch = (...changes: object[]) => JSON.stringify({ object: "whatsapp_business_account", entry: [{ changes }] });

describe("a webhook of the WhatsApp Business Platform", () => {
  it.each([
    ["a message", v1, 422, "f1cff10ed12a7b6f5018c785a749f472915161b93a7af7a6a815af362976945b"],
    ["a status", v2, 349, "db070f978af6fd440ffa7382b1f7dc79ee80c35ac9b7742f8a73c0e3e3b6a0f4"],
    ["an empty object", "{}", 2, "732b551795cc0236bb2b5ee5fd27ab51692ac08999a124c253c4eee367bd09d9"],
    ["nothing", "", 0, "6824358564dbb1ca0cc2f9b6c01b332a5b06b2353cd8f55ed00648885d4c21c4"],
    ["escaped characters", v3, 54, v3Signature],
    [
      "the same characters as they are",
      v3Again,
      43,
      "a19466a9e696081578d23bed5a6efe0862f5f062b3966d322ca5bf7a5a347204",
    ],
  ])("with %s is known by its signature", async (_case, body, bytes, hex) => {
    expect(new TextEncoder().encode(body).length).toBe(bytes);
    expect(await verify(body, `sha256=${hex}`)).toBe(true);
    expect(await verify(`${body} `, `sha256=${hex}`)).toBe(false);
  });

  it("is signed over its bytes, not over what they mean", async () => {
    expect(JSON.parse(v3)).toEqual(JSON.parse(v3Again));
    expect(await verify(v3Again, `sha256=${v3Signature}`)).toBe(false);
  });

  it.each([
    ["no signature", null],
    ["no prefix", v3Signature],
    ["another prefix", `sha1=${v3Signature}`],
    ["too few digits", `sha256=${v3Signature.slice(1)}`],
    ["another signature", `sha256=${"0".repeat(64)}`],
  ])("with %s is not known", async (_case, signature) => {
    expect(await verify(v3, signature)).toBe(false);
  });

  it("is not known where there is no secret", async () => {
    for (const secrets of [{}, { appSecret: "" }, { appSecret: "another" }]) {
      expect(await verify(v3, `sha256=${v3Signature}`, secrets as Record<string, string>)).toBe(false);
    }
  });

  it("as the double sends it is known and read", async () => {
    const phoneNumberId = "300000000009001";
    const inbound = {
      tenant: "tak-ada",
      from: "6281234567890",
      name: "Budi 😀",
      text: "Halo / apa?",
      phoneNumberId,
      appSecret,
    };
    const { callback } = await turn<{ callback: Parameters<typeof onTheWire>[0] }>("/whatsapp-cloud/_inbound", inbound);
    const call = onTheWire(callback);
    expect(call.body).toContain("\\ud83d\\ude00");
    expect(await whatsAppCloudWebhook.verify({ secrets: { appSecret }, ...call })).toBe(true);
    expect(read(call.body, "")).toMatchObject([{ kind: "inbound", name: "Budi 😀", text: "Halo / apa?" }]);
    expect(phoneNumberIdsOf(call.body)).toEqual([phoneNumberId]);
  });
});

describe("the handshake", () => {
  const query = (fields: Record<string, string> = {}) =>
    new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": "vt_demo",
      "hub.challenge": "4711002026",
      ...fields,
    });

  it("is answered with the challenge", async () => {
    expect(await answerHandshake(query(), "vt_demo")).toBe("4711002026");
  });

  it.each([
    ["another mode", { "hub.mode": "unsubscribe" }, "vt_demo"],
    ["another token", { "hub.verify_token": "vt_other" }, "vt_demo"],
    ["no challenge", { "hub.challenge": "" }, "vt_demo"],
    ["a challenge without end", { "hub.challenge": "1".repeat(501) }, "vt_demo"],
    ["a token where none was set", { "hub.verify_token": "" }, ""],
  ])("with %s is refused", async (_case, fields, verifyToken) => {
    expect(await answerHandshake(query(fields as Record<string, string>), verifyToken)).toBeUndefined();
  });
});

describe("a webhook tells", () => {
  it("who wrote what, and what became of a message", () => {
    expect(read(v1, "")).toEqual([
      { kind: "inbound", address: "6281234567890", name: "Budi", text: "Halo", atMs: 1_795_161_600_000 },
    ]);
    expect(read(v2, "")).toEqual([
      {
        kind: "status",
        providerMessageId: "wamid.TEPI0002",
        deliveryId: null,
        status: "delivered",
        atMs: 1_795_161_660_000,
      },
    ]);
  });

  it("of several numbers in one batch, in its order, and nothing of other fields", () => {
    const metadata = (phone_number_id: string) => ({ metadata: { phone_number_id } });
    const status = (id: string, state: string) => ({
      id,
      status: state,
      timestamp: "1795161600",
      biz_opaque_callback_data: `ntf_${id}`,
    });
    const body = batch(
      change({ ...metadata("1"), statuses: [status("a", "read"), status("a", "delivered")] }),
      change({ statuses: [status("x", "sent")] }, "message_template_status_update"),
      change({ ...metadata("2"), statuses: [status("b", "played"), status("b", "unheard-of"), { status: "sent" }] }),
    );
    expect(read(body, "")).toMatchObject([
      { providerMessageId: "a", deliveryId: "ntf_a", status: "read" },
      { providerMessageId: "a", deliveryId: "ntf_a", status: "delivered" },
      { providerMessageId: "b", deliveryId: "ntf_b", status: "read" },
    ]);
    expect(phoneNumberIdsOf(body)).toEqual(["1", "2"]);
  });

  it.each([
    [131026, "address"],
    [131047, "window"],
    [131049, "message"],
    [131000, "unavailable"],
    [131042, "account"],
    [999999, "message"],
  ] as const)("why a message failed: %i is a failure of %2$s", (code, expected) => {
    const error = { code, title: "Title", message: "Message undeliverable", error_data: { details: "example text" } };
    const failed = { id: "wamid.TEPI0003", status: "failed", timestamp: "1795161700", errors: [error] };
    expect(read(batch(change({ statuses: [failed] })), "")).toMatchObject([
      {
        status: "failed",
        failure: { class: expected, code: String(code), detail: "Message undeliverable: example text" },
      },
    ]);
  });

  it("of people without a number by the id they have instead", () => {
    const user = "ID.20261120000000000001";
    const contacts = [{ profile: { name: "Budi", username: "budi" }, user_id: user }];
    const messages = [
      { from_user_id: user, id: "wamid.1", timestamp: "1795161600", type: "text", text: { body: "Halo" } },
    ];
    expect(read(batch(change({ contacts, messages })), "")).toMatchObject([
      { address: user, name: "Budi", text: "Halo" },
    ]);
    const both = [{ ...messages[0], from: "6281234567890" }];
    expect(read(batch(change({ contacts, messages: both })), "")).toMatchObject([
      { address: "6281234567890", name: "Budi" },
    ]);
  });

  it.each([
    [
      "a button of ours",
      { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "pay:1", title: "Bayar" } } },
      "Bayar",
    ],
    [
      "a list",
      { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "r1", title: "Cek tagihan" } } },
      "Cek tagihan",
    ],
    ["a template's button", { type: "button", button: { text: "STOP", payload: "stop" } }, "STOP"],
    ["a picture", { type: "image", image: { id: "4", caption: "bukti transfer" } }, "bukti transfer"],
    ["a voice", { type: "audio", audio: { id: "4" } }, null],
    ["a place", { type: "location", location: { latitude: 1, longitude: 2 } }, null],
  ])("the words of %s", (_case, content, text) => {
    const message = { from: "628123456789", id: "wamid.1", timestamp: "1795161600", ...content };
    expect(read(batch(change({ messages: [message] })), "")).toMatchObject([{ kind: "inbound", text }]);
  });

  it("nothing of what is no message, and never stumbles", () => {
    const messages = ["reaction", "system", "request_welcome", "hologram"].map((type) => ({
      from: "628",
      id: "a",
      type,
    }));
    expect(read(batch(change({ messages })), "")).toEqual([]);
    const strange = [
      "",
      "null",
      "7",
      "[]",
      "{",
      '{"entry":7}',
      '{"entry":[null,{"changes":[7,{"field":"messages"}]}]}',
    ];
    for (const body of [...strange, batch(change({ messages: "a", statuses: [null, { id: 7 }] }))]) {
      expect(read(body, "")).toEqual([]);
    }
  });
});
