import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { aDocument } from "../../../test/support/providers.ts";
import { formsOf } from "../../../test/support/secrets.ts";
import type { Message } from "../courier.ts";
import type { PostmarkAccount } from "./client.ts";
import { postmarkCourier, registerWebhook } from "./courier.ts";

const url = `${env.TEST_SANDBOX_URL}/postmark`;
let count = 0;

/** An account of its own for each test: its server in the sandbox has its own mails and webhooks. */
const newAccount = (changes: Partial<PostmarkAccount> = {}): PostmarkAccount => ({
  POSTMARK_TOKEN: `rahasia-postmark-${(count += 1)}`,
  POSTMARK_URL: url,
  MAIL_FROM: "Warung Kopi <cs@warung.example>",
  ...changes,
});
const messageTo = (to: string, changes: Partial<Message> = {}): Message => ({
  deliveryId: `dlv_postmark_${(count += 1)}`,
  to,
  subject: "Tagihan November",
  text: "Halo Melati",
  html: "<p>Halo Melati</p>",
  ...changes,
});

async function control(path: string, body: unknown, method = "POST"): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${env.TEST_SANDBOX_URL}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}
const fault = (fields: Record<string, unknown>) => control("/_faults", { provider: "postmark", count: 1, ...fields });
const read = async <T>(path: string, token = "") =>
  (await (await fetch(url + path, { headers: { "x-postmark-server-token": token } })).json()) as T;

afterEach(() => fetch(`${env.TEST_SANDBOX_URL}/_faults?provider=postmark`, { method: "DELETE" }));

describe("a mail by Postmark", () => {
  test("brings its document along, and goes without one that could not be made", async () => {
    const account = newAccount();
    const [document, none] = [aDocument(), aDocument({ content: null })];
    for (const attachment of [document, none])
      expect(await postmarkCourier.send(account, messageTo("lampiran@postmark.example", { attachment }))).toMatchObject(
        { outcome: "accepted" },
      );
    const { messages } = await read<{ messages: { attachments: { url: string }[] }[] }>(
      "/_mailbox?to=lampiran@postmark.example",
    );
    const file = { name: "INV-2026-001.pdf", contentType: "application/pdf", sizeBytes: 9 };
    expect(messages.map(({ attachments }) => attachments)).toEqual([[expect.objectContaining(file)], []]);
    const kept = await fetch(`${env.TEST_SANDBOX_URL}${messages[0]?.attachments[0]?.url}`);
    expect(new Uint8Array(await kept.arrayBuffer())).toEqual(document.content);
  });

  test("is accepted with both versions, and is known by our id afterwards", async () => {
    const account = newAccount();
    const message = messageTo("melati@postmark.example");
    const sent = await postmarkCourier.send(account, message);
    expect(sent).toMatchObject({ outcome: "accepted", isFinal: false, answer: { status: 200 } });
    const { messages } = await read<{ messages: unknown[] }>("/_mailbox?to=melati@postmark.example");
    expect(messages).toMatchObject([
      {
        messageId: sent.outcome === "accepted" && sent.providerMessageId,
        from: "cs@warung.example",
        subject: "Tagihan November",
        text: "Halo Melati",
        html: "<p>Halo Melati</p>",
        trackOpens: true,
        metadata: { reference: message.deliveryId },
      },
    ]);
    expect(await postmarkCourier.find?.(account, message, 0)).toMatchObject({
      outcome: "accepted",
      providerMessageId: sent.outcome === "accepted" && sent.providerMessageId,
    });
  });

  test("of text alone is not tracked", async () => {
    await postmarkCourier.send(newAccount(), messageTo("teks@postmark.example", { html: undefined, subject: null }));
    const { messages } = await read<{ messages: unknown[] }>("/_mailbox?to=teks@postmark.example");
    expect(messages).toMatchObject([{ html: "", subject: "", trackOpens: false }]);
  });

  test.each([
    [406, "address"],
    [10, "account"],
    [400, "account"],
    [401, "account"],
    [405, "account"],
    [412, "account"],
    [413, "account"],
    [429, "rate-limited"],
    [100, "unavailable"],
    [300, "message"],
    [402, "message"],
    [403, "message"],
    [411, "message"],
  ])("refused with error code %i is a failure of class %s", async (code, failureClass) => {
    await fault({ kind: "fail", status: 422, body: { ErrorCode: code, Message: "Begitulah." } });
    expect(await postmarkCourier.send(newAccount(), messageTo("melati@postmark.example"))).toMatchObject({
      outcome: "refused",
      failure: { class: failureClass, code: String(code), detail: "Begitulah." },
      answer: { status: 422 },
    });
  });

  test.each([
    [401, "account"],
    [404, "account"],
    [413, "message"],
    [429, "rate-limited"],
    [500, "unavailable"],
    [502, "unavailable"],
    [503, "unavailable"],
    [522, "unavailable"],
  ])("refused with status %i and nothing else is a failure of class %s", async (status, failureClass) => {
    await fault({ kind: "fail", status, body: {} });
    expect(await postmarkCourier.send(newAccount(), messageTo("melati@postmark.example"))).toMatchObject({
      outcome: "refused",
      failure: { class: failureClass, code: `HTTP ${status}` },
    });
  });

  test("to an address that has bounced is refused for good", async () => {
    const account = newAccount();
    const message = messageTo("hardbounce@bounce-testing.postmarkapp.com");
    expect((await postmarkCourier.send(account, message)).outcome).toBe("accepted");
    expect(await postmarkCourier.send(account, message)).toMatchObject({ failure: { class: "address", code: "406" } });
  });

  test("beyond the rate is to be tried later", async () => {
    await control("/postmark/_rate", { perSecond: 0 });
    const result = await postmarkCourier.send(newAccount(), messageTo("melati@postmark.example"));
    await control("/postmark/_rate", { perSecond: null });
    expect(result).toMatchObject({ failure: { class: "rate-limited" } });
  });

  test("whose answer never came is found if it was taken, and absent if it was not", async () => {
    const account = newAccount();
    for (const workDone of [true, false]) {
      const message = messageTo("hilang@postmark.example");
      await fault({ kind: "silent", delayMs: 0, workDone, path: "/email" });
      const sent = await postmarkCourier.send(account, message);
      expect(sent).toMatchObject({ outcome: "unknown", answer: { status: null } });
      const found = await postmarkCourier.find?.(account, message, 0);
      if (workDone) expect(found).toMatchObject({ outcome: "accepted", answer: { status: 200 } });
      else expect(found).toBe("absent");
    }
  });

  test("can't be looked for while Postmark is away", async () => {
    await fault({ kind: "fail", status: 503 });
    expect(await postmarkCourier.find?.(newAccount(), messageTo("melati@postmark.example"), 0)).toBeUndefined();
    const nowhere = newAccount({ POSTMARK_URL: "http://127.0.0.1:1" });
    expect(await postmarkCourier.find?.(nowhere, messageTo("melati@postmark.example"), 0)).toBeUndefined();
  });

  test("never tells the token, even where Postmark repeats it", async () => {
    const account = newAccount();
    const Message = `The token ${account.POSTMARK_TOKEN} is wrong.`;
    await fault({ kind: "fail", status: 401, body: { ErrorCode: 10, Message } });
    const told = JSON.stringify(await postmarkCourier.send(account, messageTo("melati@postmark.example")));
    expect(told).toContain("is wrong.");
    for (const form of formsOf(account.POSTMARK_TOKEN)) expect(told).not.toContain(form);
  });
});

describe("the webhook", () => {
  interface Webhook {
    ID: number;
    Url: string;
    HttpHeaders: unknown;
    Triggers: Record<string, { Enabled: boolean }>;
  }
  const webhooks = async ({ POSTMARK_TOKEN }: PostmarkAccount) =>
    (await read<{ Webhooks: Webhook[] }>("/webhooks?MessageStream=outbound", POSTMARK_TOKEN)).Webhooks;

  test("is registered once, with the newest secret, beside those of others", async () => {
    const account = newAccount();
    await registerWebhook(account, "http://127.0.0.1:1/lain", "secret-0");
    for (const secret of ["secret-1", "secret-2"])
      await registerWebhook(account, "http://127.0.0.1:1/t/kopi/webhooks/postmark", secret);
    expect(await webhooks(account)).toMatchObject([
      { Url: "http://127.0.0.1:1/lain" },
      {
        Url: "http://127.0.0.1:1/t/kopi/webhooks/postmark",
        HttpHeaders: [{ Name: "X-Webhook-Secret", Value: "secret-2" }],
        Triggers: Object.fromEntries(
          ["Bounce", "Delivery", "SpamComplaint", "SubscriptionChange", "Open"].map((name) => [
            name,
            { Enabled: true },
          ]),
        ),
      },
    ]);
  });

  test("of a wrong account can't be registered", async () => {
    const refused = registerWebhook(newAccount({ POSTMARK_TOKEN: "bad-token" }), "http://127.0.0.1:1/", "secret");
    expect(await refused).toMatchObject({
      ok: false,
      detail: expect.stringContaining("Postmark: 10 "),
    });
  });
});
