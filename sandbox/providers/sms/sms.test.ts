import { describe, expect, test } from "vitest";

import { openSandbox, send } from "../../testing.ts";

const form = (fields: Record<string, string>) => ({
  method: "POST",
  body: String(new URLSearchParams(fields)),
  headers: { "content-type": "application/x-www-form-urlencoded" },
});
const messages = async (url: string, to: string) =>
  (await send<{ messages: unknown[] }>(`${url}/sms/_messages?to=${to}`)).body.messages;

describe("Zenziva", () => {
  const fields = { userkey: "u1", passkey: "p1", to: "081200000001", message: "Halo Budi" };

  test("answers status 1 as text, and the receiver has the message", async () => {
    const { url } = await openSandbox();
    const sent = await send(`${url}/sms/reguler/api/sendsms/`, form(fields));
    expect(sent).toMatchObject({ status: 200, body: { to: "081200000001", status: "1", text: "Success" } });
    expect(await messages(url, "6281200000001")).toMatchObject([
      { id: sent.body.messageId, gateway: "zenziva", givenTo: "081200000001", text: "Halo Budi" },
    ]);
  });

  test.each([
    ["a bad key", { passkey: "bad-p1" }],
    ["no key", { userkey: "" }],
    ["a landline", { to: "021555123" }],
    ["no text", { message: "" }],
  ])("%s is another status under HTTP 200", async (_case, change) => {
    const { url } = await openSandbox();
    const refused = await send(`${url}/sms/reguler/api/sendsms/`, form({ ...fields, ...change }));
    expect(refused).toMatchObject({ status: 200, body: { status: "0" } });
    expect((await send(`${url}/sms/_counts`)).body).toEqual({ sent: 0, duplicates: 0 });
  });
});

describe("OCA", () => {
  test("takes JSON with an authorization", async () => {
    const { url } = await openSandbox();
    const post = (body: unknown, authorization = "Bearer t1") =>
      send(`${url}/sms/api/v1/sms`, { body, headers: { authorization } });
    const sent = await post({ phone: "+6281200000001", message: 'Halo "Budi"' });
    expect(sent).toMatchObject({ status: 200, body: { status: "sent" } });
    expect(await messages(url, "0812-0000-0001")).toMatchObject([{ id: sent.body.msg_uid, text: 'Halo "Budi"' }]);
    expect((await post({ phone: "+6281200000001", message: "Halo" }, "Bearer bad-t1")).status).toBe(401);
    expect((await post({ phone: "021555123", message: "Halo" })).status).toBe(400);
  });
});

describe("the generic gateway", () => {
  test("takes a query, a form and JSON, and counts repeats of the same text", async () => {
    const { url } = await openSandbox();
    const fields = { to: "+6281200000001", message: "Halo" };
    const gateway = `${url}/sms/generic`;
    expect((await send(`${gateway}?${new URLSearchParams(fields)}`)).body).toMatchObject({ status: "success" });
    expect((await send(gateway, form(fields))).status).toBe(200);
    expect((await send(gateway, { body: { number: "081200000001", text: "Lain" } })).status).toBe(200);
    expect(await messages(url, "6281200000001")).toHaveLength(3);
    expect((await send(`${url}/sms/_counts`)).body).toEqual({ sent: 3, duplicates: 1 });
    expect((await send(`${url}/sms/_violations`)).body).toEqual({ count: 0, byKey: {} });
    expect((await send(gateway, form({ ...fields, key: "bad-key" }))).status).toBe(401);
    expect((await send(gateway, { body: { to: "1" } })).status).toBe(422);
  });
});
