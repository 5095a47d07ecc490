import { describe, expect, test, vi } from "vitest";

import type { Answer } from "../../testing.ts";
import { openReceiver, openSandbox, send } from "../../testing.ts";

const token = { "x-postmark-server-token": "server-token-1" };
const message = {
  From: "Tepi <no-reply@tepi.example>",
  To: "toko@example.id",
  Subject: "Tagihan November",
  TextBody: "Halo Toko",
  HtmlBody: "<p>Halo Toko</p>",
  Tag: "invoice",
  MessageStream: "outbound",
  Metadata: { tenant: "t_01" },
};

function post<T = Record<string, unknown>>(url: string, body: unknown, headers: Record<string, string> = token) {
  return send<T>(url, { method: "POST", body, headers });
}

interface Mailbox {
  messages: { to: string; subject: string; text: string; html: string; at: string; messageId: string }[];
}

async function mailbox(url: string, to: string): Promise<Mailbox["messages"]> {
  return (await send<Mailbox>(`${url}/postmark/_mailbox?to=${encodeURIComponent(to)}`)).body.messages;
}

describe("sending", () => {
  test("answers as documented and puts the message into the mailbox", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:00:00Z") });
    const sent = await post(`${url}/postmark/email`, message);
    expect(sent).toMatchObject({
      status: 200,
      body: { To: "toko@example.id", SubmittedAt: "2026-11-20T03:00:00.000Z", ErrorCode: 0, Message: "OK" },
    });
    expect(sent.body.MessageID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await mailbox(url, "Toko@Example.id")).toMatchObject([
      {
        to: "toko@example.id",
        subject: "Tagihan November",
        text: "Halo Toko",
        html: "<p>Halo Toko</p>",
        at: "2026-11-20T03:00:00.000Z",
        messageId: sent.body.MessageID,
      },
    ]);
  });

  test("keeps what is attached, to be opened from the mailbox and the inbox", async () => {
    const { url } = await openSandbox();
    const Attachments = [{ Name: "INV-1.pdf", Content: "JVBERi0=", ContentType: "application/pdf" }];
    expect((await post(`${url}/postmark/email`, { ...message, Attachments })).status).toBe(200);
    const [mail] = (await mailbox(url, "toko@example.id")) as unknown as {
      id: string;
      attachments: { url: string }[];
    }[];
    expect(mail?.attachments).toMatchObject([{ name: "INV-1.pdf", contentType: "application/pdf", sizeBytes: 5 }]);
    const path = mail?.attachments[0]?.url ?? "";
    const file = await fetch(url + path);
    expect([file.headers.get("content-type"), await file.text()]).toEqual(["application/pdf", "%PDF-"]);
    for (const page of [`/postmark/mailbox/${mail?.id}`, "/inbox"])
      expect(await (await fetch(url + page)).text()).toContain(`href="${path}"`);
    expect((await fetch(`${url}/postmark/_files/1`)).status).toBe(404);
  });

  test("reaches everyone in To, Cc and Bcc, each in a mailbox of their own, newest last", async () => {
    const { url } = await openSandbox();
    await post(`${url}/postmark/email`, { ...message, To: '"Toko, Jaya" <cs@example.id>, Toko <toko@example.id>' });
    await post(`${url}/postmark/email`, { ...message, Subject: "Kedua", Bcc: "arsip@example.id" });
    expect((await mailbox(url, "cs@example.id")).map(({ subject }) => subject)).toEqual(["Tagihan November"]);
    expect((await mailbox(url, "toko@example.id")).map(({ subject }) => subject)).toEqual([
      "Tagihan November",
      "Kedua",
    ]);
    expect(await mailbox(url, "arsip@example.id")).toHaveLength(1);
    expect(await mailbox(url, "example.id")).toEqual([]);
  });

  test.each([
    ["no sender", { ...message, From: undefined }, 300],
    ["two senders", { ...message, From: "a@example.id, b@example.id" }, 300],
    ["an address that is none", { ...message, To: "toko" }, 300],
    ["an unquoted comma in a name", { ...message, From: "Tepi, PT <no-reply@tepi.example>" }, 300],
    ["no recipient", { ...message, To: "" }, 300],
    ["51 recipients", { ...message, To: Array.from({ length: 51 }, (_, i) => `a${i}@example.id`).join() }, 300],
    ["no body", { ...message, TextBody: "", HtmlBody: undefined }, 300],
    ["a number as subject", { ...message, Subject: 7 }, 403],
    ["a number in the metadata", { ...message, Metadata: { tenant: 1 } }, 403],
    ["a program attached", { ...message, Attachments: [{ Name: "a.exe", Content: "AA==", ContentType: "x" }] }, 411],
    ["broken JSON", "{", 402],
  ])("with %s is refused", async (_case, body, errorCode) => {
    const { url } = await openSandbox();
    expect(await post(`${url}/postmark/email`, body)).toMatchObject({ status: 422, body: { ErrorCode: errorCode } });
    expect(await mailbox(url, "toko@example.id")).toEqual([]);
  });

  test("without JSON headers is refused", async () => {
    const { url } = await openSandbox();
    const refused = await post(`${url}/postmark/email`, message, { ...token, "content-type": "text/plain" });
    expect(refused).toMatchObject({ status: 422, body: { ErrorCode: 409 } });
  });

  test("over 10 MB is 413", async () => {
    const { url } = await openSandbox();
    const refused = await post(`${url}/postmark/email`, { ...message, TextBody: "x".repeat(10 * 1024 * 1024) });
    expect(refused.status).toBe(413);
  });

  test("a batch answers 200 with one result per message, in order", async () => {
    const { url } = await openSandbox();
    const batch = [message, { ...message, To: "" }, { ...message, To: "warung@example.id" }];
    const sent = await post(`${url}/postmark/email/batch`, batch);
    expect(sent).toMatchObject({
      status: 200,
      body: [{ ErrorCode: 0 }, { ErrorCode: 300 }, { To: "warung@example.id" }],
    });
    const tooMany = Array.from({ length: 501 }, () => message);
    expect((await post(`${url}/postmark/email/batch`, tooMany)).body).toMatchObject({ ErrorCode: 410 });
    expect((await post(`${url}/postmark/email/batch`, { Messages: [] })).body).toMatchObject({ ErrorCode: 403 });
  });

  test("to a suppressed address is 406, for the server it is suppressed on", async () => {
    const { url } = await openSandbox();
    const body = { emails: ["B@example.id"], token: "server-token-1" };
    await send(`${url}/postmark/_suppressions`, { body });
    const refused = await post(`${url}/postmark/email`, { ...message, To: "b@example.id" });
    expect(refused).toMatchObject({ status: 422, body: { ErrorCode: 406 } });
    expect(refused.body.Message).toContain("Found inactive addresses: b@example.id.");
    const other = { "x-postmark-server-token": "server-token-2" };
    expect((await post(`${url}/postmark/email`, { ...message, To: "b@example.id" }, other)).status).toBe(200);
    await send(`${url}/postmark/_suppressions`, { method: "DELETE" });
    expect((await post(`${url}/postmark/email`, { ...message, To: "b@example.id" })).status).toBe(200);
  });
});

describe("the token", () => {
  test.each([["missing"], [""], ["bad-token"]])("'%s' is refused", async (value) => {
    const { url } = await openSandbox();
    const headers: Record<string, string> = value === "missing" ? {} : { "x-postmark-server-token": value };
    const refused = await send(`${url}/postmark/server`, { headers });
    expect(refused).toMatchObject({ status: 401, body: { ErrorCode: 10 } });
  });

  test("that is good opens a server", async () => {
    const { url } = await openSandbox();
    const { status, body } = await send(`${url}/postmark/server`, { headers: token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ID: expect.any(Number) as number, Name: expect.any(String) as string });
  });

  test("POSTMARK_API_TEST validates and answers, but sends nothing", async () => {
    const { url } = await openSandbox();
    const headers = { "x-postmark-server-token": "POSTMARK_API_TEST" };
    const sent = await post(`${url}/postmark/email`, message, headers);
    expect(sent.body).toMatchObject({ ErrorCode: 0, Message: "Test job accepted" });
    expect((await post(`${url}/postmark/email`, { ...message, To: "x" }, headers)).status).toBe(422);
    expect(await mailbox(url, "toko@example.id")).toEqual([]);
  });
});

describe("webhooks", () => {
  const triggers = { Delivery: { Enabled: true }, Bounce: { Enabled: true, IncludeContent: false } };
  const register = (url: string, fields: Record<string, unknown>): Promise<Answer<{ ID: number }>> =>
    post(`${url}/postmark/webhooks`, { MessageStream: "outbound", Triggers: triggers, ...fields });

  test("tell of deliveries with the registered headers and credentials", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    const HttpHeaders = [{ Name: "X-Webhook-Secret", Value: "s3cret" }];
    await register(url, {
      Url: receiver.url,
      HttpHeaders,
      HttpAuth: { Username: "tepi-hook", Password: "s3cret-hook" },
    });
    const { body } = await post(`${url}/postmark/email`, message);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.headers).toMatchObject({
      "x-webhook-secret": "s3cret",
      authorization: "Basic dGVwaS1ob29rOnMzY3JldC1ob29r",
    });
    expect(receiver.received[0]?.body).toMatchObject({
      RecordType: "Delivery",
      MessageID: body.MessageID,
      Recipient: "toko@example.id",
      MessageStream: "outbound",
      Metadata: { tenant: "t_01" },
    });
  });

  test("take credentials from the address as well", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await register(url, { Url: receiver.url.replace("//", "//tepi-hook:s3cret-hook@") });
    await post(`${url}/postmark/email`, message);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.headers.authorization).toBe("Basic dGVwaS1ob29rOnMzY3JldC1ob29r");
  });

  test.each([
    ["hardbounce", { Type: "HardBounce", TypeCode: 1, Inactive: true }, 422],
    ["softbounce", { Type: "SoftBounce", TypeCode: 4096, Inactive: false }, 200],
  ])("tell of a %s, after which the address takes mail or not", async (name, bounce, nextStatus) => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await register(url, { Url: receiver.url });
    const To = `${name}@bounce-testing.postmarkapp.com`;
    const { body } = await post(`${url}/postmark/email`, { ...message, To });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.body).toMatchObject({
      RecordType: "Bounce",
      ...bounce,
      MessageID: body.MessageID,
      Email: To,
      Subject: "Tagihan November",
    });
    expect((await post(`${url}/postmark/email`, { ...message, To })).status).toBe(nextStatus);
  });

  test("tell of a bounce or complaint made by the control", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    const complaint = { SpamComplaint: { Enabled: true }, Bounce: { Enabled: false } };
    await register(url, { Url: receiver.url, Triggers: complaint });
    await post(`${url}/postmark/email`, { ...message, To: "test@blackhole.postmarkapp.com" });
    const to = "test@blackhole.postmarkapp.com";
    expect((await send(`${url}/postmark/_bounce`, { body: { to, type: "SoftBounce" } })).status).toBe(200);
    expect((await send(`${url}/postmark/_bounce`, { body: { to, type: "SpamComplaint" } })).status).toBe(200);
    expect((await send(`${url}/postmark/_bounce`, { body: { to: "nobody@example.id" } })).status).toBe(404);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.body).toMatchObject({ RecordType: "SpamComplaint", Inactive: true, Email: to });
  });

  test("are repeated ten times after the documented waits; only 200 is success", async () => {
    const pauses: number[] = [];
    const { url } = await openSandbox({ retryScale: 1, pause: async (ms) => void pauses.push(ms) });
    const receiver = await openReceiver(202);
    await register(url, { Url: receiver.url });
    await post(`${url}/postmark/email`, message);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(11));
    expect(pauses.map((ms) => ms / 60_000)).toEqual([1, 5, 10, 10, 10, 15, 30, 60, 120, 360]);
  });

  test("stop for good at 403", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver(403);
    await register(url, { Url: receiver.url });
    await post(`${url}/postmark/email`, message);
    await vi.waitFor(async () => {
      const { body } = await send(`${url}/postmark/_callbacks`);
      expect(body).toMatchObject({ callbacks: [{ state: "refused", attempts: [{ status: 403 }] }] });
    });
  });

  test("are listed, changed and removed", async () => {
    const { url } = await openSandbox();
    const { ID } = (await register(url, { Url: "http://127.0.0.1:9/a" })).body;
    const hook = `${url}/postmark/webhooks/${ID}`;
    await send(hook, { method: "PUT", body: { Url: "http://127.0.0.1:9/b" }, headers: token });
    const list = await send(`${url}/postmark/webhooks?MessageStream=outbound`, { headers: token });
    expect(list.body).toMatchObject({ Webhooks: [{ ID, Url: "http://127.0.0.1:9/b", Triggers: triggers }] });
    expect((await send(hook, { method: "DELETE", headers: token })).body).toMatchObject({ ErrorCode: 0 });
    expect((await send(hook, { headers: token })).status).toBe(404);
    expect((await register(url, { Url: "ftp://example.id" })).status).toBe(422);
  });
});

describe("events of a message", () => {
  const triggers = { Open: { Enabled: true, PostFirstOpenOnly: true }, SubscriptionChange: { Enabled: true } };
  const tracked = { ...message, TrackOpens: true };

  test("tell that a reader has opened it, at once or when the control says so", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await post(`${url}/postmark/webhooks`, { Url: receiver.url, Triggers: triggers });
    await post(`${url}/postmark/email`, { ...tracked, To: "reader@example.id" });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    await post(`${url}/postmark/email`, tracked);
    expect((await send(`${url}/postmark/_open`, { body: { to: "toko@example.id" } })).status).toBe(200);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received.map(({ body }) => body)).toMatchObject([
      { RecordType: "Open", Recipient: "reader@example.id", FirstOpen: true, Metadata: { tenant: "t_01" } },
      { RecordType: "Open", Recipient: "toko@example.id" },
    ]);
  });

  test("are not told of opens that are not tracked", async () => {
    const { url } = await openSandbox();
    await post(`${url}/postmark/email`, message);
    await post(`${url}/postmark/email`, { ...tracked, To: "warung@example.id", HtmlBody: undefined });
    for (const to of ["toko@example.id", "warung@example.id"])
      expect((await send(`${url}/postmark/_open`, { body: { to } })).status).toBe(409);
  });

  test("tell that a person has left or come back, after which the address takes mail or not", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver();
    await post(`${url}/postmark/webhooks`, { Url: receiver.url, Triggers: triggers });
    await post(`${url}/postmark/email`, message);
    for (const suppress of [true, false]) {
      await send(`${url}/postmark/_subscription`, { body: { to: "toko@example.id", suppress } });
      expect((await post(`${url}/postmark/email`, message)).status).toBe(suppress ? 422 : 200);
    }
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    expect(new Set(receiver.received.map(({ body }) => body.SuppressSending))).toEqual(new Set([true, false]));
  });
});

describe("the search for messages", () => {
  test("finds one by its metadata, on its own server", async () => {
    const { url } = await openSandbox();
    const Metadata = { reference: "dlv_1" };
    const { body } = await post(`${url}/postmark/email`, { ...message, Metadata });
    await post(`${url}/postmark/email`, message);
    const search = (query: string, headers = token) => send(`${url}/postmark/messages/outbound?${query}`, { headers });
    const page = "count=1&offset=0";
    expect((await search(`${page}&metadata_reference=dlv_1`)).body).toMatchObject({
      TotalCount: 1,
      Messages: [{ MessageID: body.MessageID, Recipients: ["toko@example.id"], Status: "Sent", Metadata }],
    });
    expect((await search(`${page}&metadata_reference=dlv_2`)).body).toEqual({ TotalCount: 0, Messages: [] });
    expect((await search(page)).body).toMatchObject({ TotalCount: 2, Messages: [{ Metadata: { tenant: "t_01" } }] });
    const other = { "x-postmark-server-token": "server-token-2" };
    expect((await search(page, other)).body).toMatchObject({ TotalCount: 0 });
    expect((await search("count=1")).status).toBe(422);
  });
});

describe("the controls", () => {
  test("count mails, and how many came twice under one reference", async () => {
    const { url } = await openSandbox();
    const referenced = { ...message, Metadata: { reference: "dlv_1" } };
    for (const mail of [message, message, referenced, referenced, { ...referenced, To: "warung@example.id" }])
      await post(`${url}/postmark/email`, mail);
    expect((await send(`${url}/postmark/_counts`)).body).toEqual({ sent: 5, duplicates: 1 });
  });

  test("limit the calls in a second", async () => {
    let now = Date.parse("2026-11-20T03:00:00Z");
    const { url } = await openSandbox({ now: () => now });
    await send(`${url}/postmark/_rate`, { body: { perSecond: 1 } });
    expect((await post(`${url}/postmark/email`, message)).status).toBe(200);
    expect(await post(`${url}/postmark/email`, message)).toMatchObject({ status: 429, body: { ErrorCode: 429 } });
    now += 1000;
    expect((await post(`${url}/postmark/email`, message)).status).toBe(200);
    await send(`${url}/postmark/_rate`, { body: { perSecond: null } });
    expect((await post(`${url}/postmark/email`, message)).status).toBe(200);
  });
});

describe("the mailbox page", () => {
  test("says what it is for while empty", async () => {
    const { url } = await openSandbox();
    expect(await (await fetch(`${url}/postmark/mailbox`)).text()).toContain("Belum ada surat");
  });

  test("lists mail by part of an address and shows a message isolated from the page", async () => {
    const { url } = await openSandbox();
    const hostile = { HtmlBody: '<p>"Halo"</p><script>alert(1)</script>', TextBody: "Lihat https://tepi.example/x." };
    await post(`${url}/postmark/email`, { ...message, ...hostile });
    await post(`${url}/postmark/email`, { ...message, To: "warung@example.id", Subject: "Untuk <Warung>" });
    const list = await (await fetch(`${url}/postmark/mailbox?to=toko`)).text();
    expect(list).toContain("Tagihan November");
    expect(list).not.toContain("Warung");
    const path = /href="(\/postmark\/mailbox\/[^"]+)"/.exec(list)?.[1] ?? "";
    const shown = await fetch(url + path);
    const page = await shown.text();
    expect(shown.headers.get("content-security-policy")).toMatch(/script-src 'self'/);
    expect(page).toMatch(/sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("<script>alert");
    expect(page).toContain('<a href="https://tepi.example/x">https://tepi.example/x</a>.');
    expect((await fetch(`${url}/postmark/mailbox/none`)).status).toBe(404);
  });
});
