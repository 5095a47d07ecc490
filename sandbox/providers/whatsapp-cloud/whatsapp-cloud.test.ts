import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, onTestFinished, test, vi } from "vitest";

import { openSandbox, send } from "../../testing.ts";
import { metaJson, signature } from "./wire.ts";

const authorization = { authorization: "Bearer token-1" };
const phoneNumberId = "300000000000001";
const user = "6281234567890";
const appSecret = "tepi_test_app_secret";
const text = {
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to: user,
  type: "text",
  text: { body: "Halo" },
};
const template = {
  messaging_product: "whatsapp",
  to: user,
  type: "template",
  template: {
    name: "tagihan_internet",
    language: { code: "id" },
    components: [{ type: "body", parameters: [{ type: "text", text: "Budi" }] }],
  },
};

interface Sent {
  messages: [{ id: string }];
  error: { code: number; error_data?: { details: string } };
}

function post(url: string, body: unknown, headers: Record<string, string> = authorization) {
  return send<Sent>(`${url}/whatsapp-cloud/v26.0/${phoneNumberId}/messages`, { method: "POST", body, headers });
}

const desk = <T = Record<string, unknown>>(url: string, path: string, body?: unknown) =>
  send<T>(`${url}/whatsapp-cloud/${path}`, { body });

interface Received {
  headers: Record<string, string | undefined>;
  text: string;
  value: { statuses?: Record<string, unknown>[]; messages?: Record<string, unknown>[]; contacts?: unknown[] };
}

/** An address that answers the handshake of `vt_demo` and keeps the bytes of each webhook. */
async function openApp(challengeAnswer = (challenge: string) => challenge) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://app").searchParams;
    if (request.method === "GET") {
      const isOurs = query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === "vt_demo";
      response.writeHead(isOurs ? 200 : 403).end(challengeAnswer(query.get("hub.challenge") ?? ""));
      return;
    }
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const body = JSON.parse(text) as { entry: [{ changes: [{ value: Received["value"] }] }] };
      received.push({ headers: request.headers as Received["headers"], text, value: body.entry[0].changes[0].value });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/t/toko/webhooks/whatsapp-cloud`, received };
}

/** A sandbox whose number is registered at an address of its own, in a world where every wait is over at once. */
async function openRegistered(random = () => 0) {
  const { url } = await openSandbox({ random, pause: async () => undefined });
  const app = await openApp();
  const registration = { phoneNumberId, appSecret, verifyToken: "vt_demo", callbackUrl: app.url };
  expect(await desk(url, "_apps", registration)).toMatchObject({ status: 201 });
  return { url, received: app.received };
}

const openWindow = (url: string) => desk(url, "_windows", { phoneNumberId, user });

describe("sending", () => {
  test("answers as documented, and the receiver sees the message with our id", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:00:00Z") });
    await openWindow(url);
    const sent = await post(url, { ...text, biz_opaque_callback_data: "ntf_1" });
    const id = sent.body.messages[0].id;
    expect(sent).toMatchObject({
      status: 200,
      body: { messaging_product: "whatsapp", contacts: [{ input: user, wa_id: user }], messages: [{ id }] },
    });
    expect(id).toMatch(/^wamid\./);
    const seen = { id, from: phoneNumberId, to: user, type: "text", text: "Halo", deliveryId: "ntf_1" };
    expect((await desk(url, `_messages?to=${encodeURIComponent("+62 812-3456-7890")}`)).body).toEqual({
      messages: [{ ...seen, state: "accepted", at: "2026-11-20T03:00:00.000Z" }],
    });
    expect((await desk(url, "_messages?to=628")).body).toEqual({ messages: [] });
  });

  test("a document is fetched by its address, and is on the phone with its caption", async () => {
    const { url, received } = await openRegistered();
    await openWindow(url);
    const document = { link: `${url}/healthz`, filename: "INV-1.pdf", caption: "Tagihan" };
    expect((await post(url, { ...text, type: "document", text: undefined, document })).status).toBe(200);
    await expect.poll(() => received.length).toBe(3);
    const seen = await desk<{ messages: { file: { url: string } }[] }>(url, `_messages?to=${user}`);
    expect(seen.body.messages).toMatchObject([{ type: "document", text: "Tagihan", file: { name: "INV-1.pdf" } }]);
    expect(await (await fetch(url + seen.body.messages[0]?.file.url)).json()).toEqual({ status: "ok" });
  });

  test("a document that can't be fetched fails after it was accepted", async () => {
    const { url, received } = await openRegistered();
    await openWindow(url);
    const document = { link: `${url}/nothing`, filename: "INV-1.pdf" };
    expect((await post(url, { ...text, type: "document", text: undefined, document })).status).toBe(200);
    await expect
      .poll(() => received.map(({ value }) => value.statuses))
      .toMatchObject([[{ status: "failed", errors: [{ code: 131053 }] }]]);
    expect((await desk(url, "_counts")).body).toEqual({ sent: 0, duplicates: 0 });
  });

  test.each([
    ["a document from no web address", { ...text, type: "document", document: { link: "file:///x.pdf" } }, 100],
    ["a document without an address", { ...text, type: "document", document: { filename: "x.pdf" } }, 131008],
    ["a caption too long", { ...text, type: "document", document: { id: "1", caption: "x".repeat(1025) } }, 100],
    ["no messaging_product", { ...text, messaging_product: undefined }, 131008],
    ["no recipient", { ...text, to: undefined }, 131008],
    ["a recipient that is no number", { ...text, to: "Budi" }, 131009],
    ["no text", { ...text, text: { body: "" } }, 131008],
    ["a text too long", { ...text, text: { body: "x".repeat(4097) } }, 100],
    ["an unknown type", { ...text, type: "hologram" }, 100],
    ["broken JSON", "{", 100],
    ["a template not approved", { ...template, template: { ...template.template, name: "unapproved_x" } }, 132001],
  ])("with %s is refused", async (_case, body, code) => {
    const { url } = await openSandbox();
    const refused = await post(url, body);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body.error.code).toBe(code);
    expect((await desk(url, "_counts")).body).toEqual({ sent: 0, duplicates: 0 });
  });

  test.each([
    ["an empty parameter", "", 132012],
    ["a line break in a parameter", "a\nb", 100],
    ["a run of spaces in a parameter", "a     b", 100],
  ])("a template with %s is refused", async (_case, value, code) => {
    const { url } = await openSandbox();
    const components = [{ type: "body", parameters: [{ type: "text", text: value }] }];
    const refused = await post(url, { ...template, template: { ...template.template, components } });
    expect(refused.body.error.code).toBe(code);
  });

  test.each([[{}], [{ authorization: "Bearer bad-token" }]])(
    "without a good token is 401 with code 190",
    async (headers) => {
      const { url } = await openSandbox();
      expect(await post(url, text, headers)).toMatchObject({ status: 401, body: { error: { code: 190 } } });
    },
  );

  test("needs the version in the path", async () => {
    const { url } = await openSandbox();
    const path = `${url}/whatsapp-cloud/${phoneNumberId}/messages`;
    expect((await send(path, { body: text, headers: authorization })).status).toBe(404);
  });

  test("the same id twice counts as a duplicate", async () => {
    const { url } = await openSandbox();
    for (const id of ["ntf_1", "ntf_2", "ntf_1"]) await post(url, { ...template, biz_opaque_callback_data: id });
    expect((await desk(url, "_counts")).body).toEqual({ sent: 3, duplicates: 1 });
  });
});

describe("limits", () => {
  test("81 messages in a second are one too many, and counted as a violation", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    for (let n = 0; n < 80; n++) expect((await post(url, { ...template, to: `62811000${1000 + n}` })).status).toBe(200);
    expect(await post(url, template)).toMatchObject({ status: 429, body: { error: { code: 130429 } } });
    expect((await desk(url, "_violations")).body).toEqual({ count: 1, byKey: { [phoneNumberId]: 1 } });
    now += 1000;
    expect((await post(url, template)).status).toBe(200);
  });

  test("to one user 45 may go ahead, then one in six seconds", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    for (let n = 0; n < 45; n++) expect((await post(url, template)).status).toBe(200);
    expect(await post(url, template)).toMatchObject({ status: 429, body: { error: { code: 131056 } } });
    now += 6000;
    expect((await post(url, template)).status).toBe(200);
    expect((await post(url, template)).body.error.code).toBe(131056);
    expect((await desk(url, "_violations")).body).toEqual({ count: 2, byKey: { [`${phoneNumberId}/${user}`]: 2 } });
  });
});

describe("the 24-hour window", () => {
  test("closed means a failed status 131047; a template passes", async () => {
    const { url, received } = await openRegistered();
    const { body } = await post(url, { ...text, biz_opaque_callback_data: "ntf_1" });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.value.statuses).toMatchObject([
      {
        id: body.messages[0].id,
        status: "failed",
        recipient_id: user,
        biz_opaque_callback_data: "ntf_1",
        errors: [{ code: 131047 }],
      },
    ]);
    expect((await desk(url, "_messages")).body).toEqual({ messages: [] });
    await post(url, template);
    expect((await desk(url, "_messages")).body).toMatchObject({
      messages: [{ type: "template", text: "tagihan_internet | Budi", template: { language: "id" } }],
    });
  });

  test("opens with a customer's message and closes a day later, per number", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    await desk(url, "_settings", { windowClosedAs: "error" });
    expect((await post(url, text)).body.error.code).toBe(131047);
    const inbound = { tenant: "toko", from: user, text: "Halo", phoneNumberId, appSecret };
    expect((await desk(url, "_inbound", inbound)).status).toBe(202);
    now += 24 * 60 * 60 * 1000 - 1;
    expect((await post(url, text)).status).toBe(200);
    const other = `${url}/whatsapp-cloud/v26.0/300000000000002/messages`;
    expect((await send(other, { body: text, headers: authorization })).status).toBe(400);
    now += 1;
    expect(await post(url, text)).toMatchObject({ status: 400, body: { error: { code: 131047 } } });
  });
});

describe("webhooks", () => {
  test("tell sent, delivered and read in this order, signed over the bytes that are sent", async () => {
    const { url, received } = await openRegistered();
    await post(url, { ...template, biz_opaque_callback_data: "ntf_1/é" });
    await vi.waitFor(() => expect(received).toHaveLength(3));
    expect(received.map(({ value }) => value.statuses?.[0]?.status)).toEqual(["sent", "delivered", "read"]);
    expect(received[0]?.value.statuses?.[0]).toMatchObject({ biz_opaque_callback_data: "ntf_1/é", recipient_id: user });
    for (const { headers, text } of received) {
      expect(headers["x-hub-signature-256"]).toBe(signature(appSecret, text));
      expect(text).toContain("ntf_1\\/\\u00e9");
    }
  });

  test("of a reader who does not tell end with delivered", async () => {
    const { url, received } = await openRegistered(() => 0.9);
    await post(url, template);
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received.map(({ value }) => value.statuses?.[0]?.status)).toEqual(["sent", "delivered"]);
  });

  test("of a recipient that fails carry the code", async () => {
    const { url, received } = await openRegistered();
    await desk(url, "_recipients", { to: user, code: 131026 });
    await post(url, template);
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.value.statuses).toMatchObject([{ status: "failed", errors: [{ code: 131026 }] }]);
  });

  test("go nowhere before the address has answered the handshake with the challenge alone", async () => {
    const { url } = await openSandbox();
    const app = await openApp((challenge) => `"${challenge}"`);
    const registration = { phoneNumberId, appSecret, verifyToken: "vt_demo", callbackUrl: app.url };
    expect((await desk(url, "_apps", registration)).status).toBe(409);
    expect((await desk(url, "_apps", { ...registration, verifyToken: "vt_other" })).status).toBe(409);
    expect((await desk(url, "_apps")).body).toEqual({ apps: [] });
  });

  test("have the documented signatures", () => {
    const v3 = metaJson({ a: "Halo 😀", u: "https://tepi.test/x" });
    expect(v3).toBe('{"a":"Halo \\ud83d\\ude00","u":"https:\\/\\/tepi.test\\/x"}');
    expect(signature(appSecret, v3)).toBe("sha256=b878b29329d99e13450e4d4af709a204a3058e0a0c52de5c0bf29616ee789d64");
    expect(signature(appSecret, "{}")).toBe("sha256=732b551795cc0236bb2b5ee5fd27ab51692ac08999a124c253c4eee367bd09d9");
  });
});

describe("customers", () => {
  test("write to the company's number, each kind in its documented form", async () => {
    const { url, received } = await openRegistered();
    const say = (content: object) => desk(url, "_inbound", { tenant: "toko", from: "+62 812-3456-7890", ...content });
    await say({ text: "Halo", name: "Budi" });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.value).toMatchObject({
      contacts: [{ profile: { name: "Budi" }, wa_id: user }],
      messages: [{ from: user, type: "text", text: { body: "Halo" } }],
    });
    await say({ button: { id: "pay:1", title: "Bayar" } });
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[1]?.value.messages).toMatchObject([
      { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "pay:1", title: "Bayar" } } },
    ]);
  });

  test("send pictures that are looked up and downloaded with the token alone", async () => {
    const { url, received } = await openRegistered();
    await desk(url, "_inbound", { tenant: "toko", from: user, image: { caption: "bukti transfer" } });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const { image } = received[0]?.value.messages?.[0] as { image: { id: string; caption: string; mime_type: string } };
    expect(image).toMatchObject({ caption: "bukti transfer", mime_type: "image/png" });
    const found = await send<{ url: string; file_size: number }>(`${url}/whatsapp-cloud/v26.0/${image.id}`, {
      headers: authorization,
    });
    expect((await fetch(found.body.url)).status).toBe(401);
    const file = await fetch(found.body.url, { headers: authorization });
    expect((await file.arrayBuffer()).byteLength).toBe(found.body.file_size);
  });

  test("with a user name in place of a number write without from", async () => {
    const { url, received } = await openRegistered();
    await desk(url, "_inbound", { tenant: "toko", from: "ID.20261120000000000001", text: "Halo" });
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(received[0]?.value.messages?.[0]).toMatchObject({ from_user_id: "ID.20261120000000000001" });
    expect(received[0]?.value.messages?.[0]).not.toHaveProperty("from");
    expect((await post(url, { ...text, to: undefined, recipient: "ID.20261120000000000001" })).status).toBe(200);
  });

  test("of a company without a number are refused, and what is missing is said", async () => {
    const { url } = await openSandbox();
    expect(await desk(url, "_inbound", { tenant: "toko", from: user, text: "Halo" })).toMatchObject({ status: 409 });
    expect((await desk(url, "_inbound", { tenant: "toko", from: user })).status).toBe(400);
  });
});
