import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import {
  aDocument,
  aMessage,
  classOf,
  failureOf,
  freshNumber,
  lostAnswer,
  strike,
  turn,
} from "../../../test/support/providers.ts";
import { testAccount, whatsAppCloudCourier, type WhatsAppCloudAccount } from "./courier.ts";

const accessToken = "EAAtoken/with+secret=";
let numbers = 400_000_000_000_000 + Math.floor(Math.random() * 1_000_000_000) * 1000;

/** An account whose number no other test uses. */
function anAccount(): WhatsAppCloudAccount {
  numbers += 1;
  return { baseUrl: env.WHATSAPP_URL, accessToken, phoneNumberId: String(numbers) };
}

const template = { name: "tagihan_internet", language: "id", parameters: ["Budi", "Rp150.000"] };

interface Seen {
  id: string;
  text: string;
  deliveryId: string;
  from: string;
}
const seen = async (to: string, { phoneNumberId }: WhatsAppCloudAccount) =>
  (await turn<{ messages: Seen[] }>(`/whatsapp-cloud/_messages?to=${to}`)).messages.filter(
    ({ from }) => from === phoneNumberId,
  );

/** The provider answers the next call of this account so. */
const answersNext = (account: WhatsAppCloudAccount, status: number, body?: unknown) =>
  strike("whatsapp-cloud", account.phoneNumberId, { kind: "fail", status, ...(body !== undefined && { body }) });

const metaError = (code: number, details?: string) => ({
  error: { message: `(#${code}) Words`, type: "OAuthException", code, ...(details && { error_data: { details } }) },
});

describe("a message through the WhatsApp Business Platform", () => {
  it("arrives as a text within the window, with our id beside it", async () => {
    const account = anAccount();
    const message = aMessage();
    await turn("/whatsapp-cloud/_windows", { phoneNumberId: account.phoneNumberId, user: message.to });
    const result = await whatsAppCloudCourier.send(account, message);
    const [arrived] = await seen(message.to, account);
    expect(arrived).toMatchObject({ text: message.text, deliveryId: message.deliveryId });
    expect(result).toMatchObject({ outcome: "accepted", providerMessageId: arrived?.id, isFinal: false });
    expect(result.answer.status).toBe(200);
  });

  it("arrives as a document that is fetched by its address, the text as its caption", async () => {
    const account = anAccount();
    const attachment = aDocument({ url: `${env.TEST_SANDBOX_URL}/healthz`, content: null });
    const message = aMessage({ to: freshNumber(), attachment });
    await turn("/whatsapp-cloud/_windows", { phoneNumberId: account.phoneNumberId, user: message.to });
    expect(await whatsAppCloudCourier.send(account, message)).toMatchObject({ outcome: "accepted" });
    await expect
      .poll(() => seen(message.to, account))
      .toMatchObject([{ type: "document", text: message.text, file: { name: "INV-2026-001.pdf" } }]);
  });

  it("goes with the document's address where its text is too long for a caption, and as a template without it", async () => {
    const account = anAccount();
    const attachment = aDocument();
    const long = aMessage({ text: "x".repeat(1025), attachment });
    await turn("/whatsapp-cloud/_windows", { phoneNumberId: account.phoneNumberId, user: long.to });
    await whatsAppCloudCourier.send(account, long);
    await whatsAppCloudCourier.send(account, aMessage({ template, attachment }));
    expect((await seen(long.to, account)).map(({ text }) => text)).toEqual([
      `${long.text}\n\n${attachment.url}`,
      "tagihan_internet | Budi | Rp150.000",
    ]);
  });

  it("arrives as a template at any time, its parameters on one line", async () => {
    const account = anAccount();
    const parameters = ["Budi\nSantoso", " Rp150.000     lunas\t"];
    const message = aMessage({ template: { ...template, parameters } });
    expect(await whatsAppCloudCourier.send(account, message)).toMatchObject({ outcome: "accepted" });
    expect(await seen(message.to, account)).toMatchObject([
      { text: "tagihan_internet | Budi Santoso | Rp150.000 lunas", deliveryId: message.deliveryId },
    ]);
  });

  it("reaches a person who has a user name in place of a number", async () => {
    const account = anAccount();
    const message = aMessage({ to: "ID.20261120000000000001", template });
    expect(await whatsAppCloudCourier.send(account, message)).toMatchObject({ outcome: "accepted" });
    expect(await seen(message.to, account)).toHaveLength(1);
  });

  it("whose answer is lost is unknown: our id in the statuses tells the rest", async () => {
    const account = anAccount();
    const message = aMessage({ template });
    await strike("whatsapp-cloud", account.phoneNumberId, lostAnswer(true));
    expect(await whatsAppCloudCourier.send(account, message)).toEqual({
      outcome: "unknown",
      answer: { status: null, body: "" },
    });
    expect(await seen(message.to, account)).toMatchObject([{ deliveryId: message.deliveryId }]);
    expect(whatsAppCloudCourier.find).toBeUndefined();
  });

  it("of which a gateway alone speaks is unknown, too", async () => {
    const account = anAccount();
    await answersNext(account, 502, "<html>Bad Gateway</html>");
    expect(await whatsAppCloudCourier.send(account, aMessage({ template }))).toMatchObject({
      outcome: "unknown",
      answer: { status: 502 },
    });
  });

  it.each([
    [400, 1, "unavailable"],
    [500, 131000, "unavailable"],
    [503, 131016, "unavailable"],
    [500, 999999, "unavailable"],
    [400, 133004, "unavailable"],
    [400, 4, "rate-limited"],
    [400, 80007, "rate-limited"],
    [400, 130429, "rate-limited"],
    [429, 999999, "rate-limited"],
    [400, 131047, "window"],
    [400, 131026, "address"],
    [400, 131049, "message"],
    [400, 131050, "message"],
    [400, 130472, "message"],
    [400, 100, "message"],
    [400, 131030, "message"],
    [400, 132015, "message"],
    [404, 132001, "message"],
    [400, 999999, "message"],
    [400, 131048, "account"],
    [400, 368, "account"],
    [401, 190, "account"],
    [401, 0, "account"],
    [403, 10, "account"],
    [403, 200, "account"],
    [400, 299, "account"],
    [400, 131042, "account"],
    [400, 133010, "account"],
  ] as const)("refused with %i and code %i is a failure of %3$s", async (status, code, expected) => {
    const account = anAccount();
    await answersNext(account, status, metaError(code, "more words"));
    const failure = failureOf(await whatsAppCloudCourier.send(account, aMessage({ template })));
    expect(failure).toMatchObject({ class: expected, code: String(code), detail: `(#${code}) Words: more words` });
  });

  it.each([
    [401, "account"],
    [404, "account"],
    [413, "message"],
    [429, "rate-limited"],
    [521, "unavailable"],
  ] as const)("refused with %i and no words is a failure of %2$s", async (status, expected) => {
    const account = anAccount();
    await answersNext(account, status, "");
    expect(classOf(await whatsAppCloudCourier.send(account, aMessage({ template })))).toBe(expected);
  });

  it("that comes too fast is told when to come again", async () => {
    const account = anAccount();
    await answersNext(account, 429, metaError(131056));
    expect(failureOf(await whatsAppCloudCourier.send(account, aMessage({ template }))).retryAfterMs).toBe(6000);
    await answersNext(account, 429, metaError(131057));
    expect(failureOf(await whatsAppCloudCourier.send(account, aMessage({ template }))).retryAfterMs).toBe(60_000);
  });

  it("is paced below the documented limits", () => {
    const { account: perNumber, recipient } = whatsAppCloudCourier.pace(anAccount());
    expect(perNumber.burst + 1000 / perNumber.everyMs).toBeLessThan(80);
    expect(recipient).toEqual({ burst: 10, everyMs: 6000 });
  });

  it.each([
    ["too long", { text: "x".repeat(4097) }, "message", "too-long"],
    ["empty", { text: " \n" }, "message", "empty"],
    ["to no number", { to: "Budi" }, "address", "not-a-number"],
    ["with an empty parameter", { template: { ...template, parameters: [" "] } }, "message", "empty-parameter"],
  ] as const)("%s is refused before anything is sent", async (_case, fields, expected, code) => {
    const unreachable = { ...anAccount(), baseUrl: "http://127.0.0.1:1" };
    const result = await whatsAppCloudCourier.send(
      unreachable,
      aMessage(fields as Partial<ReturnType<typeof aMessage>>),
    );
    expect(failureOf(result)).toMatchObject({ class: expected, code });
    expect(result.answer.status).toBeNull();
  });

  it("never shows the token, even where the provider repeats it", async () => {
    const account = anAccount();
    const repeated = `${accessToken} ${encodeURIComponent(accessToken)}`;
    await answersNext(account, 400, metaError(100, repeated));
    const shown = JSON.stringify(await whatsAppCloudCourier.send(account, aMessage({ template })));
    expect(shown).toContain("[…]");
    expect(shown).not.toContain("EAAtoken");
    await answersNext(account, 400, metaError(100, repeated));
    expect(JSON.stringify(await testAccount(account))).not.toContain("EAAtoken");
  });
});

describe("an account of the WhatsApp Business Platform", () => {
  it("that works shows its number", async () => {
    const check = await testAccount(anAccount());
    expect(check).toMatchObject({ ok: true, detail: expect.stringContaining("Tepi Sandbox") as string });
  });

  it("with a bad token, or out of reach, does not work", async () => {
    const account = anAccount();
    expect(await testAccount({ ...account, accessToken: "bad-token" })).toMatchObject({
      ok: false,
      detail: expect.stringContaining("190") as string,
    });
    const unreachable = { ...account, baseUrl: "http://127.0.0.1:1" };
    expect(await testAccount(unreachable)).toEqual({ ok: false, detail: "WhatsApp: unreachable" });
  });
});
