import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../core/crypto.ts";
import { createTwilioWebhook } from "./webhook.ts";

const { verify, read } = createTwilioWebhook(() => 1_763_600_000_000);
const authToken = "tepi_auth_token";
const documented = {
  AccountSid: "AC00000000000000000000000000000001",
  ApiVersion: "2010-04-01",
  From: "TEPI",
  MessageSid: "SM00000000000000000000000000000001",
  MessageStatus: "delivered",
  To: "+6281200000001",
};
const form = (fields: Record<string, string> = documented) => String(new URLSearchParams(fields));
const url = "https://tepi.example/webhooks/twilio";
const sign = (signed: string) => createHmac("sha1", authToken).update(signed).digest("base64");
const signedFields = Object.entries(documented).flat().join("");

const check = (given: { signature: string; url?: string; body?: string; token?: string }) =>
  verify({
    secrets: { authToken: given.token ?? authToken },
    headers: new Headers({ "x-twilio-signature": given.signature }),
    body: given.body ?? form(),
    url: given.url ?? url,
  });

describe("a callback's signature", () => {
  it("is the documented one", async () => {
    expect(await check({ signature: "YyJQmSOPFLc0jyiPZDHGPodCf5A=" })).toBe(true);
  });

  it.each([
    ["another token", { token: "other" }],
    ["no token", { token: "" }],
    ["another address", { url: "https://tepi.example/webhooks/other" }],
    ["an address that is none", { url: "tepi" }],
    ["another field", { body: form({ ...documented, MessageStatus: "failed" }) }],
    ["a field more", { body: `${form()}&X=1` }],
    ["a field less", { body: form({ AccountSid: documented.AccountSid }) }],
    ["no signature", { signature: "" }],
    ["a signature cut short", { signature: "YyJQmSOPFLc0jyiPZDHGPodCf5A" }],
  ])("with %s is refused", async (_case, change) => {
    expect(await check({ signature: "YyJQmSOPFLc0jyiPZDHGPodCf5A=", ...change })).toBe(false);
  });

  it.each([
    [url, "https://tepi.example:443/webhooks/twilio"],
    ["http://tepi.example/w", "http://tepi.example:80/w"],
    ["http://localhost:8787/w", "http://localhost:8787/w"],
    ["https://tepi.example:8443/w", "https://tepi.example/w"],
    [`${url}?delivery=dlv_1`, `${url}?delivery=dlv_1`],
    [`${url}?delivery=dlv_1`, "https://tepi.example:443/webhooks/twilio?delivery=dlv_1"],
    [`${url}?a=(x)*&b=it's`, `${url}?a=(x)*&b=it's`],
    [`${url}?a=x+y`, `${url}?a=x%20y`],
    [`${url}?a=x+y`, "https://tepi.example:443/webhooks/twilio?a=x%20y"],
  ])("over %s may have been made over %s", async (given, signed) => {
    expect(await check({ signature: sign(signed + signedFields), url: given })).toBe(true);
  });

  it("counts each value of a repeated field once, in order", async () => {
    const body = "B=2&A=z&A=a&A=z";
    expect(await check({ signature: sign(`${url}AaAzB2`), body })).toBe(true);
  });

  it("of JSON is over the address, which holds the body's digest", async () => {
    const body = '{"MessageStatus":"delivered"}';
    const address = `${url}?bodySHA256=${await sha256(body)}`;
    expect(await check({ signature: sign(address), url: address, body })).toBe(true);
    expect(await check({ signature: sign(address), url: address, body: `${body} ` })).toBe(false);
  });
});

describe("a callback", () => {
  const at = `${url}?delivery=dlv_00000000000000000001`;

  it.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
  ])("of %s tells the message's status", (MessageStatus, status) => {
    expect(read(form({ ...documented, MessageStatus }), at)).toEqual([
      {
        kind: "status",
        providerMessageId: documented.MessageSid,
        deliveryId: "dlv_00000000000000000001",
        status,
        atMs: 1_763_600_000_000,
      },
    ]);
  });

  it.each([
    ["undelivered", "30005", "address"],
    ["undelivered", "30006", "address"],
    ["failed", "21610", "address"],
    ["undelivered", "30003", "message"],
    ["undelivered", "30007", "message"],
    ["failed", "21408", "account"],
    ["canceled", "", "message"],
  ])("of %s with %s tells a failure of the %s", (MessageStatus, ErrorCode, failureClass) => {
    const [event] = read(form({ ...documented, MessageStatus, ErrorCode }), at);
    expect(event).toMatchObject({
      status: "failed",
      failure: { class: failureClass, code: ErrorCode || "undelivered", detail: MessageStatus },
    });
  });

  it.each(["accepted", "scheduled", "queued", "sending", "receiving", "toString", ""])(
    "of %j tells nothing",
    (status) => {
      expect(read(form({ ...documented, MessageStatus: status }), at)).toEqual([]);
    },
  );

  it("for no delivery of ours, or without an id, tells that much", () => {
    const [event] = read("MessageStatus=sent", `${url}?delivery=../../x`);
    expect(event).toMatchObject({ deliveryId: null, providerMessageId: null, status: "sent" });
  });

  it("never throws, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (body, address) => void read(`MessageStatus=failed&${body}`, address)),
    );
  });
});
