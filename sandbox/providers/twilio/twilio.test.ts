import { describe, expect, test, vi } from "vitest";

import { openReceiver, openSandbox } from "../../testing.ts";
import { signature } from "./status-callbacks.ts";

const sid = "AC00000000000000000000000000000001";
const token = "tepi_auth_token";
const authorization = `Basic ${btoa(`${sid}:${token}`)}`;
const message = { To: "+6281200000001", From: "TEPI", Body: "Kode Anda 123456" };

async function call<T = Record<string, unknown>>(url: string, init: RequestInit = {}) {
  const answer = await fetch(url, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } });
  return { status: answer.status, body: (await answer.json()) as T };
}
const account = (url: string) => `${url}/twilio/2010-04-01/Accounts/${sid}`;
const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  call(`${account(url)}/Messages.json`, { method: "POST", body: new URLSearchParams(fields), headers });

interface List {
  messages: Record<string, unknown>[];
  next_page_uri: string | null;
}

test("the documented example of credentials and signature", () => {
  expect(authorization).toBe("Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTp0ZXBpX2F1dGhfdG9rZW4=");
  const fields = {
    To: "+6281200000001",
    MessageStatus: "delivered",
    MessageSid: "SM00000000000000000000000000000001",
    From: "TEPI",
    ApiVersion: "2010-04-01",
    AccountSid: sid,
  };
  expect(signature(token, "https://tepi.example/webhooks/twilio", fields)).toBe("YyJQmSOPFLc0jyiPZDHGPodCf5A=");
});

describe("sending", () => {
  test("answers the message as queued, counts as text, and the receiver has it", async () => {
    const { url } = await openSandbox({ now: () => Date.parse("2026-11-20T03:00:00Z") });
    const sent = await post(url, message);
    expect(sent).toMatchObject({
      status: 201,
      body: {
        status: "queued",
        to: "+6281200000001",
        from: "TEPI",
        body: "Kode Anda 123456",
        num_segments: "1",
        error_code: null,
        account_sid: sid,
        messaging_service_sid: null,
        date_created: "Fri, 20 Nov 2026 03:00:00 +0000",
        date_sent: null,
      },
    });
    expect(sent.body.sid).toMatch(/^SM[0-9a-f]{32}$/);
    const read = await call<List>(`${url}/twilio/_messages?to=0812-0000-0001`);
    expect(read.body.messages).toMatchObject([{ sid: sent.body.sid, to: "+6281200000001", text: "Kode Anda 123456" }]);
    await post(url, message);
    expect((await call(`${url}/twilio/_counts`)).body).toEqual({ sent: 2, duplicates: 1 });
  });

  test.each([
    ["no recipient", { To: "" }, 21604],
    ["no sender", { From: "" }, 21603],
    ["no text", { Body: "" }, 21602],
    ["1601 characters", { Body: "x".repeat(1601) }, 21617],
    ["a callback that is no address", { StatusCallback: "tepi" }, 21609],
    ["a local number", { To: "081200000001" }, 21211],
    ["a landline", { To: "+6221555123" }, 21614],
    ["magic 0001 to", { To: "+15005550001" }, 21211],
    ["magic 0002 to", { To: "+15005550002" }, 21612],
    ["magic 0003 to", { To: "+15005550003" }, 21408],
    ["magic 0004 to", { To: "+15005550004" }, 21610],
    ["magic 0009 to", { To: "+15005550009" }, 21614],
    ["magic 0001 from", { From: "+15005550001" }, 21212],
    ["magic 0007 from", { From: "+15005550007" }, 21606],
    ["magic 0008 from", { From: "+15005550008" }, 21611],
  ])("%s is refused", async (_case, change, code) => {
    const { url } = await openSandbox();
    const more_info = `https://www.twilio.com/docs/errors/${code}`;
    expect(await post(url, { ...message, ...change })).toMatchObject({
      status: 400,
      body: { code, more_info, status: 400 },
    });
  });

  test("takes forms alone, and credentials of the account alone", async () => {
    const { url } = await openSandbox();
    expect((await post(url, message, { "content-type": "application/json" })).body).toMatchObject({ code: 21604 });
    for (const credentials of ["", `${sid}:`, `${sid}:bad-token`, `AC2:${token}`]) {
      const refused = await post(url, message, { authorization: `Basic ${btoa(credentials)}` });
      expect([credentials, refused.status, refused.body.code]).toEqual([credentials, 401, 20003]);
    }
    expect((await post(url, message, { authorization: `Basic ${btoa("SK1:secret")}` })).status).toBe(201);
    expect((await call(`${account(url)}.json`)).body).toMatchObject({ sid, status: "active" });
    expect((await call(`${account(url)}.json`, { headers: { authorization: "" } })).status).toBe(401);
    expect((await call(`${account(url)}/Calls.json`)).status).toBe(404);
  });

  test("too fast for one account is 429 and counted", async () => {
    const { url } = await openSandbox({ now: () => 0 });
    const answers = await Promise.all(Array.from({ length: 41 }, () => post(url, message)));
    expect(answers.filter(({ status }) => status === 429).map(({ body }) => body.code)).toEqual([20429]);
    expect((await call(`${url}/twilio/_violations`)).body).toEqual({ count: 1, byKey: { [sid]: 1 } });
  });
});

test("messages are listed by number and day, newest first, in pages", async () => {
  let nowMs = Date.parse("2026-11-20T23:59:59Z");
  const { url } = await openSandbox({ now: () => nowMs });
  await post(url, { ...message, Body: "Satu" });
  nowMs += 1000;
  for (const Body of ["Dua", "Tiga"]) await post(url, { ...message, Body });
  await post(url, { ...message, To: "+6281200000002" });
  const list = (query: Record<string, string>) =>
    call<List>(`${account(url)}/Messages.json?${new URLSearchParams(query)}`).then(({ body }) => body);
  const bodies = ({ messages }: List) => messages.map(({ body }) => body);
  expect(bodies(await list({ To: "+6281200000001" }))).toEqual(["Tiga", "Dua", "Satu"]);
  expect(bodies(await list({ To: "+6281200000001", "DateSent>": "2026-11-21" }))).toEqual(["Tiga", "Dua"]);
  const page = await list({ To: "+6281200000001", PageSize: "2" });
  expect(bodies(page)).toEqual(["Tiga", "Dua"]);
  const next = await call<List>(`${url}/twilio${page.next_page_uri}`);
  expect([bodies(next.body), next.body.next_page_uri]).toEqual([["Satu"], null]);
});

describe("status callbacks", () => {
  test("are signed forms: sent, then delivered; with a messaging service queued first", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver<Record<string, string>>();
    const StatusCallback = `${receiver.url}/webhooks/twilio?delivery=dlv_1`;
    const sent = await post(url, { ...message, StatusCallback });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received.map(({ body }) => body.MessageStatus).sort()).toEqual(["delivered", "sent"]);
    for (const { path, headers, body } of receiver.received) {
      expect(path).toBe("/webhooks/twilio?delivery=dlv_1");
      expect(headers["content-type"]).toMatch("application/x-www-form-urlencoded");
      expect(headers["x-twilio-signature"]).toBe(signature(token, StatusCallback, body));
      expect(body).toMatchObject({ MessageSid: sent.body.sid, AccountSid: sid, To: "+6281200000001", From: "TEPI" });
    }
    const { From: _, ...rest } = message;
    const through = await post(url, { ...rest, MessagingServiceSid: "MG1", StatusCallback });
    expect(through.body).toMatchObject({ status: "accepted", from: null, messaging_service_sid: "MG1" });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(5));
  });

  test("tell of a failure made by the control", async () => {
    const { url } = await openSandbox();
    const receiver = await openReceiver<Record<string, string>>();
    await post(url, { ...message, StatusCallback: receiver.url });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    const fail = (body: object) =>
      call(`${url}/twilio/_status`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    expect((await fail({ to: message.To, status: "undelivered", errorCode: 30005 })).status).toBe(200);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
    const { body, headers } = receiver.received[2] ?? {};
    expect(body).toMatchObject({ MessageStatus: "undelivered", ErrorCode: "30005" });
    expect(headers?.["x-twilio-signature"]).toBe(signature(token, receiver.url, body ?? {}));
    expect((await fail({ to: "+620000000", status: "failed" })).status).toBe(404);
  });
});
