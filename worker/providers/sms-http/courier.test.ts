import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { aMessage, freshNumber, strike, textsTo, turn, verdictOf } from "../../../test/support/providers.ts";
import { smsHttpCourier, type GatewayAccount } from "./courier.ts";
import { gatewayPresets } from "./presets.ts";
import { checkGateway } from "./record.ts";

const sandbox = env.TEST_SANDBOX_URL;
const secret = "gateway-secret-1";

const body = { to: "{{to}}", message: "{{text}}", key: "{{secret.key}}", ref: "{{ref}}" };
const generic = {
  url: `${sandbox}/sms/generic`,
  bodyType: "json",
  body,
  success: { jsonPath: "status", equals: ["success"] },
  messageIdPath: "data.parts[0].id",
};

function account(record: object, secrets: Record<string, string> = { key: secret }): GatewayAccount {
  const { gateway, problems } = checkGateway(record, { allowPrivate: true });
  if (!gateway) throw new Error(JSON.stringify(problems));
  return { gateway, secrets, allowPrivate: true };
}

/** A preset, led to the sandbox. */
const preset = (name: keyof typeof gatewayPresets, path: string, secrets: Record<string, string>) =>
  account({ ...gatewayPresets[name].record, url: `${sandbox}${path}` }, secrets);

/** An address of its own for a test, by which a fault finds its call. */
const marked = (mark: string, rest: object = {}) =>
  account({ ...generic, url: `${sandbox}/sms/generic?${mark}`, ...rest });

async function failureOf(by: GatewayAccount, rest: Parameters<typeof aMessage>[0] = {}) {
  return verdictOf(await smsHttpCourier.send(by, aMessage(rest)));
}

describe("an SMS through a gateway", () => {
  const hostile = 'Halo "Budi" & co=1 {{to}} {{secret.key}} \\ 日本\n+50%';

  it.each([
    ["JSON", { bodyType: "json" }, "application/json"],
    ["a form", { bodyType: "form" }, "application/x-www-form-urlencoded"],
    ["a query", { method: "GET", bodyType: "query" }, undefined],
  ])("arrives unchanged as %s", async (_case, change, contentType) => {
    const to = freshNumber();
    const sent = await smsHttpCourier.send(account({ ...generic, ...change }), aMessage({ to, text: hostile }));
    const [sms] = await textsTo<{ id: string }>("sms", to);
    expect(sms).toMatchObject({ to, givenTo: to, text: hostile });
    expect(sent).toMatchObject({
      outcome: "accepted",
      providerMessageId: sms?.id,
      isFinal: true,
      answer: { status: 200 },
    });
    const { calls } = await turn<{ calls: { path: string; headers: Record<string, string>; body: unknown }[] }>(
      "/_calls?provider=sms",
    );
    const call = calls.findLast((each) => JSON.stringify(each).includes(to));
    expect(call?.headers["content-type"]?.split(";")[0]).toBe(contentType);
    const fields = { to, message: hostile, key: secret, ref: expect.stringMatching(/^dlv_/) as string };
    expect(call?.body ?? Object.fromEntries(new URL(call?.path ?? "", sandbox).searchParams)).toEqual(fields);
  });

  it.each([
    ["e164", "+6281200000001"],
    ["62", "6281200000001"],
    ["local", "081200000001"],
  ])("has its number as %s", async (numberFormat, givenTo) => {
    await smsHttpCourier.send(
      account({ ...generic, numberFormat }),
      aMessage({ to: "0812-0000-0001", text: numberFormat }),
    );
    const sent = await textsTo<{ text: string }>("sms", "6281200000001");
    expect(sent.findLast(({ text }) => text === numberFormat)).toMatchObject({ givenTo });
  });

  it("through Zenziva is taken at status 1, whatever the HTTP status", async () => {
    const to = freshNumber();
    const path = "/sms/reguler/api/sendsms/";
    const sent = await smsHttpCourier.send(preset("zenziva", path, { userkey: "u", passkey: "p" }), aMessage({ to }));
    const [sms] = await textsTo<{ id: string }>("sms", to);
    expect([sent.outcome, sms]).toMatchObject([
      "accepted",
      { gateway: "zenziva", text: expect.stringContaining("Tagihan") },
    ]);
    expect(sent).toMatchObject({ providerMessageId: sms?.id });
    const wrong = preset("zenziva", path, { userkey: "u", passkey: "bad-p" });
    expect(await failureOf(wrong, { to })).toEqual(["message", "0"]);
  });

  it("through OCA is taken as sent", async () => {
    const to = freshNumber();
    const sent = await smsHttpCourier.send(preset("oca", "/sms/api/v1/sms", { token: "t" }), aMessage({ to }));
    const [sms] = await textsTo<{ id: string }>("sms", to);
    expect(sms).toMatchObject({ gateway: "oca", text: expect.stringContaining("Tagihan") });
    expect(sent).toMatchObject({ outcome: "accepted", providerMessageId: sms?.id });
    expect(await failureOf(preset("oca", "/sms/api/v1/sms", { token: "bad-t" }), { to })).toEqual(["account", "401"]);
  });

  it("to what is no mobile number is not sent", async () => {
    expect(await failureOf(account(generic), { to: "021555123" })).toEqual(["address", "number"]);
  });
});

describe("a gateway that does not take a message", () => {
  it.each([
    [429, {}, "rate-limited"],
    [500, {}, "unavailable"],
    [504, {}, "unavailable"],
    [522, {}, "unavailable"],
    [500, { retryOnHttp: [] }, "message"],
    [408, { retryOnHttp: [408] }, "unavailable"],
    [400, {}, "message"],
    [422, {}, "message"],
    [401, {}, "account"],
    [403, {}, "account"],
    [404, {}, "account"],
  ])("with %i and %j says %s", async (status, change, failureClass) => {
    const mark = `fail-${crypto.randomUUID()}`;
    await strike("sms", mark, { kind: "fail", status });
    expect(await failureOf(marked(mark, change))).toEqual([failureClass, String(status)]);
  });

  it("by its answer's value is refused, though its status is 200", async () => {
    expect(await failureOf(account({ ...generic, success: { jsonPath: "status", equals: ["1"] } }))).toEqual([
      "message",
      "success",
    ]);
    expect(await failureOf(account({ ...generic, success: { jsonPath: "data.parts", equals: ["x"] } }))).toEqual([
      "message",
      "200",
    ]);
  });

  it("is believed by its status where no value is named", async () => {
    expect(await failureOf(account({ ...generic, success: undefined, messageIdPath: undefined }))).toBe("accepted");
  });

  it("redirects: the tenant must name the final address", async () => {
    const to = freshNumber();
    expect(await failureOf(account({ ...generic, url: `${sandbox}/sms/redirect` }), { to })).toEqual([
      "account",
      "302",
    ]);
    expect(await textsTo("sms", to)).toEqual([]);
  });

  it("without an answer leaves the outcome unknown, though it may have taken it", async () => {
    const mark = `silent-${crypto.randomUUID()}`;
    const to = freshNumber();
    await strike("sms", mark, { kind: "silent", delayMs: 0 });
    expect(await failureOf(marked(mark), { to })).toBe("unknown");
    expect(await textsTo("sms", to)).toHaveLength(1);
    await strike("sms", mark, { kind: "fail", status: 524 });
    expect(await failureOf(marked(mark))).toBe("unknown");
  });

  it("is not called where its address is private, nor with a secret that no header can hold", async () => {
    expect(await failureOf({ ...account(generic), allowPrivate: false })).toEqual(["account", "address_insecure"]);
    const inHeader = account({ ...generic, headers: { "X-Key": "{{secret.key}}" } }, { key: "two\nlines" });
    expect(await failureOf(inHeader)).toEqual(["account", "address_request"]);
  });

  it("never shows a secret, whatever it answers", async () => {
    const key = 'ke"y/ä 1';
    const echo = { status: key, message: `key=${encodeURIComponent(key)}`, data: { parts: [{ id: key }] } };
    for (const success of [{ jsonPath: "status", equals: ["no"] }, { httpMax: 599 }]) {
      const mark = `echo-${crypto.randomUUID()}`;
      await strike("sms", mark, { kind: "fail", status: 400, body: echo });
      const by = { ...marked(mark, { success }), secrets: { key } };
      const sent = await smsHttpCourier.send(by, aMessage());
      expect(sent.answer.body).toContain("[…]");
      for (const spelling of [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])
        expect(
          Object.values(sent)
            .flatMap((part) => JSON.stringify(part))
            .join(),
        ).not.toContain(spelling);
    }
  });
});

it("a gateway is written to at the pace its record names", () => {
  expect(smsHttpCourier.pace(account({ ...generic, perSecond: 3 }))).toEqual({ account: { burst: 3, everyMs: 334 } });
});
