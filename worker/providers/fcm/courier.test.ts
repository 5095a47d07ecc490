import { env } from "cloudflare:workers";
import { exportPKCS8, exportSPKI, generateKeyPair } from "jose";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { formsOf } from "../../../test/support/secrets.ts";
import type { Message } from "../courier.ts";
import { fcmCourier, testAccount, type FcmAccount } from "./courier.ts";

const url = `${env.TEST_SANDBOX_URL}/fcm`;
let privateKey: string;
let publicKey: string;
let count = 0;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  privateKey = await exportPKCS8(pair.privateKey);
  publicKey = await exportSPKI(pair.publicKey);
});

async function control(path: string, body?: unknown, method = "POST"): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${env.TEST_SANDBOX_URL}${path}`, {
    method,
    ...(body !== undefined && { headers, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
const fault = (fields: Record<string, unknown>) => control("/_faults", { provider: "fcm", count: 1, ...fields });
const read = async <T>(path: string) => (await (await fetch(url + path)).json()) as T;

afterEach(() => control("/_faults?provider=fcm", undefined, "DELETE"));

/** A project of its own for each test, so that no access token is shared. */
async function newAccount(changes: Record<string, unknown> = {}): Promise<FcmAccount & { projectId: string }> {
  const projectId = `tepi-uji-${(count += 1)}`;
  await control("/fcm/_projects", { projectId, publicKeyPem: publicKey });
  const serviceAccount = JSON.stringify({
    type: "service_account",
    project_id: projectId,
    client_email: `push@${projectId}.iam.gserviceaccount.com`,
    private_key: privateKey,
    private_key_id: "key-1",
    token_uri: "https://oauth2.googleapis.com/token",
    ...changes,
  });
  return { projectId, serviceAccount, baseUrl: url, tokenUrl: `${url}/token` };
}

const messageTo = (to: string, changes: Partial<Message> = {}): Message => ({
  deliveryId: `dlv_push_${(count += 1)}`,
  to,
  subject: "Pembayaran diterima",
  text: "INV-0001 Rp150.000",
  ...changes,
});
const callsOf = async ({ projectId }: { projectId: string }) => {
  const { calls } = (await (await fetch(`${env.TEST_SANDBOX_URL}/_calls?provider=fcm`)).json()) as {
    calls: { path: string; body: { assertion?: string; message?: unknown } }[];
  };
  const project = (assertion: string) => Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString();
  return {
    tokens: calls.filter(({ body }) => body.assertion && project(body.assertion).includes(`@${projectId}.`)).length,
    sends: calls.filter(({ path }) => path.includes(`/projects/${projectId}/`)),
  };
};

describe("a push by FCM", () => {
  test("reaches one device, with what tells its app of the delivery and what replaces it when sent again", async () => {
    const account = await newAccount();
    const before = await read("/_violations");
    const message = messageTo("device-1", { link: { label: "Lihat", url: "https://tepi.example/i/1" } });
    const sent = await fcmCourier.send(account, message);
    expect(sent).toMatchObject({
      outcome: "accepted",
      providerMessageId: expect.stringMatching(`^projects/${account.projectId}/messages/0:`) as string,
      isFinal: true,
      answer: { status: 200 },
    });
    const { deliveryId } = message;
    expect((await callsOf(account)).sends.map(({ body }) => body.message)).toEqual([
      {
        token: "device-1",
        notification: { title: "Pembayaran diterima", body: "INV-0001 Rp150.000" },
        data: { deliveryId, link: "https://tepi.example/i/1" },
        android: { priority: "HIGH", collapse_key: deliveryId, notification: { tag: deliveryId } },
        apns: { headers: { "apns-priority": "10", "apns-collapse-id": deliveryId } },
        webpush: { notification: { tag: deliveryId }, fcm_options: { link: "https://tepi.example/i/1" } },
      },
    ]);
    expect(await read("/_violations")).toEqual(before);
  });

  test("without a title and with a plain link breaks none of FCM's rules", async () => {
    const link = { label: "Lihat", url: "http://localhost:8787/i/1" };
    const message = messageTo("device-2", { subject: null, link });
    const before = await read("/_violations");
    expect((await fcmCourier.send(await newAccount(), message)).outcome).toBe("accepted");
    expect(await read("/_violations")).toEqual(before);
  });

  test("shares one access token with the others of its project", async () => {
    const account = await newAccount();
    for (let index = 0; index < 3; index++) await fcmCourier.send(account, messageTo("device-3"));
    const { tokens, sends } = await callsOf(account);
    expect([tokens, sends.length]).toEqual([1, 3]);
  });

  test("goes out with a fresh token when the old one was revoked, once", async () => {
    const account = await newAccount();
    await fcmCourier.send(account, messageTo("device-4"));
    await control(`/fcm/_tokens?projectId=${account.projectId}`, undefined, "DELETE");
    expect((await fcmCourier.send(account, messageTo("device-4"))).outcome).toBe("accepted");
    expect((await callsOf(account)).tokens).toBe(2);
    await fault({ kind: "fail", status: 401, path: account.projectId, count: 2 });
    expect(await fcmCourier.send(account, messageTo("device-4"))).toMatchObject({
      outcome: "refused",
      failure: { class: "account", code: "UNAUTHENTICATED" },
    });
    expect((await callsOf(account)).sends).toHaveLength(5);
  });

  test.each([
    ["tok-unregistered", "address", "UNREGISTERED", undefined],
    ["tok-invalid", "address", "INVALID_ARGUMENT", undefined],
    ["tok-mismatch", "address", "SENDER_ID_MISMATCH", undefined],
    ["tok-apns", "account", "THIRD_PARTY_AUTH_ERROR", undefined],
    ["tok-quota", "rate-limited", "QUOTA_EXCEEDED", 60_000],
    ["tok-unavail", "unavailable", "UNAVAILABLE", undefined],
    ["tok-internal", "unavailable", "INTERNAL", undefined],
    ["tok-html", "unavailable", "HTTP 502", undefined],
  ])("to %s is refused as %s", async (to, failureClass, code, retryAfterMs) => {
    const result = await fcmCourier.send(await newAccount(), messageTo(to));
    expect(result).toMatchObject({ outcome: "refused", failure: { class: failureClass, code } });
    expect(result.outcome === "refused" && result.failure.retryAfterMs).toBe(retryAfterMs);
  });

  test.each([
    [{ error: { code: 429, status: "RESOURCE_EXHAUSTED" } }, 429, "rate-limited", 60_000],
    [{ error: { code: 403, status: "PERMISSION_DENIED" } }, 403, "account", undefined],
    [{ error: { code: 404, status: "NOT_FOUND" } }, 404, "address", undefined],
    [{ error: { code: 400, status: "INVALID_ARGUMENT", message: "Invalid value at 'message.data'" } }, 400, "message"],
    [{}, 404, "account", undefined],
    [{}, 429, "rate-limited", 60_000],
  ])("answered with %j and status %i is refused as %s", async (body, status, failureClass, retryAfterMs?: number) => {
    const account = await newAccount();
    await fault({ kind: "fail", status, body, path: account.projectId });
    const result = await fcmCourier.send(account, messageTo("device-5"));
    expect(result).toMatchObject({ outcome: "refused", failure: { class: failureClass } });
    expect(result.outcome === "refused" && result.failure.retryAfterMs).toBe(retryAfterMs);
  });

  test("over 4096 bytes is refused before it is sent", async () => {
    const account = await newAccount();
    expect(await fcmCourier.send(account, messageTo("device-6", { text: "é".repeat(2048) }))).toMatchObject({
      outcome: "refused",
      failure: { class: "message", code: "PAYLOAD_TOO_LARGE" },
    });
    expect((await callsOf(account)).sends).toEqual([]);
  });

  test("whose answer never came may be sent again: the device shows it once", async () => {
    const account = await newAccount();
    const message = messageTo("device-7");
    await fault({ kind: "silent", delayMs: 0, path: account.projectId });
    expect(await fcmCourier.send(account, message)).toMatchObject({ outcome: "unknown", answer: { status: null } });
    expect(await fcmCourier.find?.(account, message, 0)).toBe("absent");
    expect((await fcmCourier.send(account, message)).outcome).toBe("accepted");
    const { messages } = await read<{ messages: { tag: string }[] }>("/_messages?to=device-7");
    expect(messages.map(({ tag }) => tag)).toEqual([message.deliveryId, message.deliveryId]);
    const inbox = await (await fetch(`${env.TEST_SANDBOX_URL}/inbox?tab=push&to=device-7`)).text();
    expect(inbox.split("INV-0001 Rp150.000")).toHaveLength(2);
  });
});

describe("the account", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a key that Google does not know", { private_key_id: "bad-key" }, "invalid_grant"],
    ["an address of no project", { client_email: "push@lain.example" }, "invalid_grant"],
    ["a file without a key", { private_key: "" }, "service_account"],
    [
      "a key that is no RSA key",
      { private_key: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----" },
      "private_key",
    ],
  ])("with %s is at fault", async (_case, changes, code) => {
    const account = await newAccount(changes);
    const result = await fcmCourier.send(account, messageTo("device-8"));
    expect(result).toMatchObject({ outcome: "refused", failure: { class: "account", code } });
    expect((await callsOf(account)).sends).toEqual([]);
    expect((await testAccount(account)).ok).toBe(false);
  });

  test("with another's address and a key of its own gets no token, also where that one's is kept", async () => {
    const account = await newAccount();
    await fcmCourier.send(account, messageTo("device-9"));
    const other = await exportPKCS8((await generateKeyPair("RS256", { extractable: true })).privateKey);
    const serviceAccount = JSON.stringify({ ...(JSON.parse(account.serviceAccount) as object), private_key: other });
    expect(await fcmCourier.send({ ...account, serviceAccount }, messageTo("device-9"))).toMatchObject({
      outcome: "refused",
      failure: { class: "account", code: "invalid_grant", detail: expect.stringContaining("Signature") as string },
    });
  });

  test("whose token service is away is to be tried again: nothing was sent", async () => {
    for (const kind of ["fail", "silent"]) {
      const account = await newAccount();
      await fault({ kind, delayMs: 0, path: "/token" });
      expect(await fcmCourier.send(account, messageTo("device-10"))).toMatchObject({
        outcome: "refused",
        failure: { class: "unavailable" },
      });
    }
  });

  test("is tried without a push", async () => {
    const account = await newAccount();
    expect(await testAccount(account)).toEqual({ ok: true, detail: account.projectId });
    expect(await read("/_messages?to=tepi-connection-test")).toEqual({ messages: [] });
    expect(await testAccount({ ...account, serviceAccount: "{" })).toMatchObject({ ok: false });
    await fault({ kind: "fail", status: 403, path: account.projectId });
    expect(await testAccount(account)).toEqual({
      ok: false,
      detail: "FCM: PERMISSION_DENIED The sandbox answers 403.",
    });
  });

  test("keeps its key and its tokens out of everything that is told", async () => {
    const account = await newAccount();
    const refusedKey = await newAccount({ private_key_id: "bad-key" });
    const told = [
      await fcmCourier.send(account, messageTo("device-11")),
      await fcmCourier.send(account, messageTo("tok-unregistered")),
      await fcmCourier.send(refusedKey, messageTo("device-11")),
      await testAccount(refusedKey),
    ];
    const { calls } = (await (await fetch(`${env.TEST_SANDBOX_URL}/_calls?provider=fcm`)).json()) as {
      calls: { path: string; headers: Record<string, string>; body: { assertion?: string } }[];
    };
    const bearer = calls.findLast(({ path }) => path.includes(account.projectId))?.headers["authorization"] ?? "";
    const assertion = calls.findLast(({ body }) => body.assertion)?.body.assertion ?? "";
    expect([bearer.length > 20, assertion.length > 100]).toEqual([true, true]);
    const text = JSON.stringify(told);
    const secrets = [bearer.replace("Bearer ", ""), assertion, ...privateKey.split("\n").slice(1, -1)];
    for (const form of secrets.flatMap(formsOf)) expect(text).not.toContain(form);
  });
});
