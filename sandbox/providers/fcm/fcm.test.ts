import { createSign, generateKeyPairSync } from "node:crypto";

import { describe, expect, test } from "vitest";

import { openSandbox, send } from "../../testing.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }) as string;
const startMs = Date.parse("2026-11-20T00:00:00Z");
const iat = startMs / 1000;

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function sign(url: string, claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
  const body = {
    iss: "push@tepi-demo.iam.gserviceaccount.com",
    scope: "https://www.googleapis.com/auth/firebase.messaging",
    aud: `${url}/fcm/token`,
    iat,
    exp: iat + 3600,
    ...claims,
  };
  const signingInput = `${base64url({ alg: "RS256", typ: "JWT", ...header })}.${base64url(body)}`;
  return `${signingInput}.${createSign("RSA-SHA256").update(signingInput).sign(privateKey, "base64url")}`;
}

const requestToken = (url: string, assertion: string) =>
  send<{ access_token: string }>(`${url}/fcm/token`, {
    body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });

async function openProject(now = () => startMs) {
  const { url } = await openSandbox({ now });
  const { access_token } = (await requestToken(url, sign(url))).body;
  const push = (message: Record<string, unknown>, rest: Record<string, unknown> = {}, project = "tepi-demo") =>
    send(`${url}/fcm/v1/projects/${project}/messages:send`, {
      body: { message, ...rest },
      headers: { authorization: `Bearer ${access_token}` },
    });
  return { url, push };
}

describe("the token endpoint", () => {
  test("grants a bearer for a good assertion", async () => {
    const { url } = await openSandbox({ now: () => startMs });
    expect(await requestToken(url, sign(url))).toMatchObject({
      status: 200,
      body: { access_token: expect.stringMatching(/^ya29\./) as string, expires_in: 3599, token_type: "Bearer" },
    });
    expect((await send(`${url}/fcm/_violations`)).body).toEqual({ count: 0, byKey: {} });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["another audience", { aud: "https://oauth2.googleapis.com/token" }, {}],
    ["another scope", { scope: "openid" }, {}],
    ["a life of more than an hour", { exp: iat + 3601 }, {}],
    ["an end long ago", { iat: iat - 7200, exp: iat - 3600 }, {}],
    ["a beginning that is far off", { iat: iat + 600, exp: iat + 1200 }, {}],
    ["a key that was deleted", {}, { kid: "bad-key" }],
    ["another algorithm", {}, { alg: "HS256" }],
  ])("refuses an assertion with %s", async (_case, claims, header) => {
    const { url } = await openSandbox({ now: () => startMs });
    const refused = await requestToken(url, sign(url, claims, header));
    expect(refused).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("checks the signature of a project whose key it was told", async () => {
    const { url } = await openSandbox({ now: () => startMs });
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
    const tell = (pem: string) => send(`${url}/fcm/_projects`, { body: { projectId: "tepi-demo", publicKeyPem: pem } });
    await tell(other.export({ type: "spki", format: "pem" }) as string);
    expect((await requestToken(url, sign(url))).status).toBe(400);
    await tell(publicKeyPem);
    expect((await requestToken(url, sign(url))).status).toBe(200);
    expect((await tell("no key")).status).toBe(400);
  });
});

describe("sending", () => {
  test("answers a name and hands the message to the device", async () => {
    const { url, push } = await openProject();
    const sent = await push({
      token: "device",
      notification: { title: "Halo", body: "Isi" },
      data: { deliveryId: "d1" },
    });
    expect(sent).toMatchObject({
      status: 200,
      body: { name: expect.stringMatching(/^projects\/tepi-demo\/messages\/0:/) as string },
    });
    expect((await send(`${url}/fcm/_messages?to=device`)).body).toMatchObject({
      messages: [{ to: "device", title: "Halo", text: "Isi", data: { deliveryId: "d1" } }],
    });
    expect((await send(`${url}/fcm/_messages?to=another`)).body).toEqual({ messages: [] });
  });

  test("as a dry run hands over nothing", async () => {
    const { url, push } = await openProject();
    const name = "projects/tepi-demo/messages/fake_message_id";
    expect((await push({ token: "device" }, { validate_only: true })).body).toEqual({ name });
    expect((await send(`${url}/fcm/_messages`)).body).toEqual({ messages: [] });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no target", {}, "one-target"],
    ["two targets", { token: "device", topic: "all" }, "one-target"],
    ["a number among the data", { token: "device", data: { invoice: 1 } }, "string-data"],
    ["a reserved key", { token: "device", data: { "google.x": "1" } }, "reserved-key"],
    ["over 4096 bytes", { token: "device", notification: { body: "x".repeat(4096) } }, "payload-size"],
    [
      "a long collapse id",
      { token: "device", apns: { headers: { "apns-collapse-id": "x".repeat(65) } } },
      "collapse-id",
    ],
    ["a plain link", { token: "device", webpush: { fcm_options: { link: "http://tepi.example" } } }, "link"],
    ["the old API's target", { to: "device" }, "one-target"],
    ["a list as token", { token: ["device"] }, "payload"],
  ])("with %s is refused and noted", async (_case, message, rule) => {
    const { url, push } = await openProject();
    expect(await push(message)).toMatchObject({ status: 400, body: { error: { status: "INVALID_ARGUMENT" } } });
    const { byKey } = (await send<{ byKey: Record<string, number> }>(`${url}/fcm/_violations`)).body;
    expect(Object.entries(byKey)).toEqual([[expect.stringMatching(`^${rule}: .`), 1]]);
  });

  test.each([
    ["tok-unregistered", 404, "UNREGISTERED"],
    ["tok-invalid", 400, "INVALID_ARGUMENT"],
    ["tok-mismatch", 403, "SENDER_ID_MISMATCH"],
    ["tok-quota", 429, "QUOTA_EXCEEDED"],
    ["tok-unavail", 503, "UNAVAILABLE"],
    ["tok-internal", 500, "INTERNAL"],
    ["tok-apns", 401, "THIRD_PARTY_AUTH_ERROR"],
  ])("to %s answers %i", async (token, status, errorCode) => {
    const { push } = await openProject();
    const refused = await push({ token: `${token}-1` });
    expect(refused).toMatchObject({ status, body: { error: { code: status } } });
    expect(refused.body).toHaveProperty("error.details.0.errorCode", errorCode);
    expect(refused.headers.get("retry-after")).toBe(status === 429 ? "60" : null);
  });

  test("needs a bearer of this project that has not ended", async () => {
    let now = startMs;
    const { url, push } = await openProject(() => now);
    expect(await push({ token: "device" }, {}, "tepi-lain")).toMatchObject({ status: 403 });
    const unsigned = await send(`${url}/fcm/v1/projects/tepi-demo/messages:send`, { body: { message: {} } });
    expect(unsigned).toMatchObject({ status: 401, body: { error: { status: "UNAUTHENTICATED" } } });
    now += 3_599_000;
    expect((await push({ token: "device" })).status).toBe(401);
  });

  test("with a revoked bearer is refused", async () => {
    const { url, push } = await openProject();
    expect((await send(`${url}/fcm/_tokens`, { method: "DELETE" })).body).toEqual({ revoked: 1 });
    expect((await push({ token: "device" })).status).toBe(401);
  });

  test("counts the same delivery to the same device as a duplicate", async () => {
    const { url, push } = await openProject();
    for (const token of ["device", "device", "another"]) await push({ token, data: { deliveryId: "d1" } });
    expect((await send(`${url}/fcm/_counts`)).body).toEqual({ sent: 3, duplicates: 1 });
  });

  test("counts none where the second takes the first one's place on every platform", async () => {
    const { url, push } = await openProject();
    const android = { notification: { tag: "d1" } };
    const apns = { headers: { "apns-collapse-id": "d1" } };
    const message = {
      token: "device",
      data: { deliveryId: "d1" },
      android,
      apns,
      webpush: { notification: { tag: "d1" } },
    };
    for (let times = 0; times < 2; times++) await push(message);
    expect((await send(`${url}/fcm/_counts`)).body).toEqual({ sent: 2, duplicates: 0 });
    const onAndroidOnly = { token: "other", data: { deliveryId: "d2" }, android };
    for (let times = 0; times < 2; times++) await push(onAndroidOnly);
    expect((await send(`${url}/fcm/_counts`)).body).toEqual({ sent: 4, duplicates: 1 });
  });
});
