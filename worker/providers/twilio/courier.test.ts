import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { aMessage, freshNumber, onTheWire, strike, textsTo, turn, verdictOf } from "../../../test/support/providers.ts";
import { testAccount, twilioCourier, type TwilioAccount } from "./courier.ts";
import { twilioWebhook } from "./webhook.ts";

/** A callback as the sandbox made it. */
interface Delivery {
  headers: Record<string, string>;
  body: Record<string, string>;
  text?: string;
}

const authToken = "tepi_auth_token";
let last = 0;
/** An account of its own for each test, since each has its own limit. */
const account = (rest: Partial<TwilioAccount> = {}): TwilioAccount => ({
  baseUrl: `${env.TEST_SANDBOX_URL}/twilio`,
  accountSid: `AC${String(++last).padStart(32, "0")}`,
  authToken,
  from: "TEPI",
  ...rest,
});
const nowMs = () => Date.now();

async function failureOf(by: TwilioAccount, rest: Parameters<typeof aMessage>[0] = {}) {
  return verdictOf(await twilioCourier.send(by, aMessage(rest)));
}

describe("an SMS through Twilio", () => {
  it("arrives; all is said once where no callback was asked for", async () => {
    const to = freshNumber();
    const sent = await twilioCourier.send(account(), aMessage({ to }));
    const [sms] = await textsTo<{ sid: string }>("twilio", to);
    expect(sms).toMatchObject({ to: `+${to}`, from: "TEPI", text: expect.stringContaining("Tagihan") });
    expect(sent).toMatchObject({
      outcome: "accepted",
      providerMessageId: sms?.sid,
      isFinal: true,
      answer: { status: 201 },
    });
  });

  it("signs in as documented and asks for callbacks where it is told to", async () => {
    const to = freshNumber();
    const by = account({ accountSid: "AC00000000000000000000000000000001", from: "MG1" });
    const callbackUrl = "http://127.0.0.1:1/t/a/webhooks/twilio?delivery=dlv_1";
    expect(await twilioCourier.send(by, aMessage({ to, callbackUrl }))).toMatchObject({ isFinal: false });
    const { calls } = await turn<{ calls: { headers: Record<string, string>; body: Record<string, string> }[] }>(
      "/_calls?provider=twilio",
    );
    const call = calls.findLast(({ body }) => body?.["To"] === `+${to}`);
    expect(call?.headers["authorization"]).toBe(
      "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTp0ZXBpX2F1dGhfdG9rZW4=",
    );
    expect(call?.body).toEqual({
      To: `+${to}`,
      MessagingServiceSid: "MG1",
      Body: expect.stringContaining("Tagihan"),
      StatusCallback: callbackUrl,
    });
  });

  it.each([
    ["0812-0000-0001", "+6281200000001"],
    ["8120000001", "+628120000001"],
    ["+1 (415) 555-0100", "+14155550100"],
  ])("to %s goes to %s", async (to, international) => {
    const sent = await twilioCourier.send(account(), aMessage({ to }));
    expect(sent.outcome).toBe("accepted");
    expect((await textsTo("twilio", international)).length).toBeGreaterThan(0);
  });

  it.each([
    ["15005550001", "21211", "address"],
    ["15005550002", "21612", "message"],
    ["15005550003", "21408", "account"],
    ["15005550004", "21610", "address"],
    ["15005550009", "21614", "address"],
    ["6221555123", "21614", "address"],
  ])("to %s is refused with %s: %s", async (to, code, failureClass) => {
    expect(await failureOf(account(), { to })).toEqual([failureClass, code]);
  });

  it.each([
    ["+15005550001", "21212", "account"],
    ["+15005550007", "21606", "account"],
    ["+15005550008", "21611", "rate-limited"],
  ])("from %s is refused with %s: %s", async (from, code, failureClass) => {
    expect(await failureOf(account({ from }))).toEqual([failureClass, code]);
  });

  it("to no number is not sent; one too long is the message's fault, a wrong token the account's", async () => {
    expect(await failureOf(account(), { to: "abc" })).toEqual(["address", "number"]);
    expect(await failureOf(account(), { text: "x".repeat(1601) })).toEqual(["message", "21617"]);
    expect(await failureOf(account({ authToken: "bad-token" }))).toEqual(["account", "20003"]);
  });

  it("is slowed down at 429, tried again at 5xx, unknown without an answer", async () => {
    const by = account();
    const strikeNext = (fault: { kind: string; [option: string]: unknown }) => strike("twilio", by.accountSid, fault);
    await strikeNext({ kind: "fail", status: 429 });
    expect(await failureOf(by)).toEqual(["rate-limited", "20429"]);
    await strikeNext({ kind: "fail", status: 503 });
    expect(await failureOf(by)).toEqual(["unavailable", "20503"]);
    await strikeNext({ kind: "silent", delayMs: 0 });
    expect(await failureOf(by)).toBe("unknown");
    expect(await failureOf(account({ baseUrl: "http://127.0.0.1:1" }))).toBe("unknown");
  });

  it("never shows the token, whatever is answered", async () => {
    const by = account();
    const basic = btoa(`${by.accountSid}:${authToken}`);
    const body = { code: 20001, message: `Bad header Basic ${basic} of ${authToken}`, status: 400 };
    await strike("twilio", by.accountSid, { kind: "fail", status: 400, body });
    const sent = JSON.stringify(await twilioCourier.send(by, aMessage()));
    expect(sent).toContain("Bad header Basic");
    expect(sent).not.toContain(authToken);
    expect(sent).not.toContain(basic);
  });
});

describe("a message without an answer", () => {
  it("is found where it was taken, by number and text", async () => {
    const by = account();
    const message = aMessage({ to: freshNumber(), text: "Kode 1" });
    const since = nowMs();
    await strike("twilio", by.accountSid, { kind: "silent", delayMs: 0 });
    expect((await twilioCourier.send(by, message)).outcome).toBe("unknown");
    const [sms] = await textsTo<{ sid: string }>("twilio", message.to);
    expect(await twilioCourier.find?.(by, message, since)).toMatchObject({
      outcome: "accepted",
      providerMessageId: sms?.sid,
      isFinal: true,
    });
  });

  it("is surely absent where another text, number, account or an older message is all there is", async () => {
    const by = account();
    const message = aMessage({ to: freshNumber(), text: "Kode 2" });
    const find = (as: TwilioAccount, rest: object, since = nowMs()) =>
      twilioCourier.find?.(as, { ...message, ...rest }, since);
    await twilioCourier.send(by, message);
    expect(await find(by, {})).toMatchObject({ outcome: "accepted" });
    expect(await find(by, { text: "Kode" })).toBe("absent");
    expect(await find(by, { to: freshNumber() })).toBe("absent");
    expect(await find(by, { to: "abc" })).toBe("absent");
    expect(await find(account(), {})).toBe("absent");
    expect(await find(by, {}, nowMs() + 60_000)).toBe("absent");
  });

  it("stays open where Twilio can't be asked", async () => {
    const by = account();
    await strike("twilio", by.accountSid, { kind: "fail", status: 500 });
    expect(await twilioCourier.find?.(by, aMessage(), nowMs())).toBeUndefined();
    const body = { messages: [], next_page_uri: "/2010-04-01/next" };
    await strike("twilio", by.accountSid, { kind: "fail", status: 400, body });
    expect(await twilioCourier.find?.(by, aMessage(), nowMs())).toBeUndefined();
  });
});

it("what the double calls back is authentic and names the delivery", async () => {
  const to = freshNumber();
  const url = "http://127.0.0.1:1/t/toko/webhooks/twilio?delivery=dlv_1";
  await twilioCourier.send(account(), aMessage({ to, callbackUrl: url }));
  const { callbacks } = await turn<{ callbacks: Delivery[] }>("/twilio/_callbacks");
  const ours = callbacks.filter(({ body }) => body["To"] === `+${to}`);
  const events = ours.map(async (delivery) => {
    const call = { ...onTheWire(delivery), url };
    const [event] = twilioWebhook.read(call.body, url);
    const isAuthentic = await twilioWebhook.verify({ secrets: { authToken }, ...call });
    const isForged = await twilioWebhook.verify({ secrets: { authToken: "other" }, ...call });
    return [isAuthentic, isForged, event?.kind === "status" && [event.status, event.deliveryId]];
  });
  expect(await Promise.all(events)).toEqual([
    [true, false, ["sent", "dlv_1"]],
    [true, false, ["delivered", "dlv_1"]],
  ]);
});

describe("the test of an account", () => {
  it("names it, or says why not", async () => {
    expect(await testAccount(account())).toEqual({ ok: true, detail: "Tepi sandbox" });
    expect(await testAccount(account({ authToken: "bad-token" }))).toEqual({
      ok: false,
      detail: "Twilio: 20003 Authenticate",
    });
    expect(await testAccount(account({ baseUrl: "http://127.0.0.1:1" }))).toEqual({
      ok: false,
      detail: "Twilio: unreachable",
    });
  });
});
