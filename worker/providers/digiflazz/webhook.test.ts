import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { productOf, readDigiflazz, verifyDigiflazz, withoutSecret } from "./webhook.ts";

const prepaid =
  '{"data":{"ref_id":"TEPI-0001","customer_no":"087800001233","buyer_sku_code":"xld10","message":"Transaksi Sukses","status":"Sukses","rc":"00","sn":"1234567890","buyer_last_saldo":990000,"price":10000}}';
const ping =
  '{"sed":"AbCdEf123","hook_id":"hook01","hook":{"url":"https://tepi.example/webhooks/digiflazz","secret":"rahasia-tepi","type":"application/json","status":1}}';
const escaped = String.raw`{"data":{"ref_id":"TEPI-0002","message":"Sukses","sn":"BUDI\/20261120"}}`;
const signature = "sha1=6210567dd48ffbfbb04b3cb5626c638c3500bf7a";

const check = (given: string | undefined, body = prepaid, secrets: object = { webhookSecret: "rahasia-tepi" }) =>
  verifyDigiflazz({
    secrets: { ...secrets },
    headers: new Headers(given === undefined ? {} : { "x-hub-signature": given }),
    body,
  });

describe("a webhook's signature", () => {
  it.each([
    ["a transaction", prepaid, signature],
    ["a ping", ping, "sha1=6bc26f71a7da42b4f6348c0503195d164073e1e7"],
    [
      "a body with line breaks",
      JSON.stringify(JSON.parse(prepaid), null, 2),
      "sha1=551f75d9e1e78571ceb64663b45a0b9d2d68ed38",
    ],
    ["a body with escaped slashes", escaped, "sha1=b7ad0ad360a28fd35286c201e044e9945da73039"],
    ["capitals", prepaid, "sha1=6210567DD48FFBFBB04B3CB5626C638C3500BF7A"],
  ])("of %s is the documented one", async (_case, body, given) => {
    expect(await check(given, body)).toBe(true);
  });

  it.each([
    ["a body written anew", "sha1=b7ad0ad360a28fd35286c201e044e9945da73039", JSON.stringify(JSON.parse(escaped))],
    ["a byte more", signature, `${prepaid} `],
    ["no scheme", signature.slice(5), prepaid],
    ["a part of it", signature.slice(0, -1), prepaid],
    ["nothing", "", prepaid],
    ["no header", undefined, prepaid],
  ])("is refused with %s", async (_case, given, body) => {
    expect(await check(given, body)).toBe(false);
  });

  it("is refused with another secret or none", async () => {
    for (const secrets of [{ webhookSecret: "lain" }, { webhookSecret: "" }, {}])
      expect(await check(signature, prepaid, secrets)).toBe(false);
  });
});

describe("a webhook's body", () => {
  it("tells a transaction's state, with what is not told empty", () => {
    expect(readDigiflazz(prepaid)).toEqual({
      ref_id: "TEPI-0001",
      status: "Sukses",
      rc: "00",
      buyer_sku_code: "xld10",
      customer_no: "087800001233",
      message: "Transaksi Sukses",
      sn: "1234567890",
    });
    expect(readDigiflazz('{"data":{"ref_id":7,"status":"Pending","rc":3,"sn":null,"desc":{}}}')).toEqual({
      ...{ ref_id: "7", status: "Pending", rc: "3", buyer_sku_code: "", customer_no: "", message: "", sn: "" },
    });
  });

  it("may be a ping, or nothing that is known", () => {
    expect(readDigiflazz(ping)).toBe("ping");
    for (const body of ["", "[]", "{}", "null", '{"data":null}', '{"data":{"ref_id":"","status":"Sukses"}}', escaped])
      expect([body, readDigiflazz(body)]).toEqual([body, undefined]);
  });

  it("is kept without the secret that a ping repeats, and else as it came", () => {
    const kept = withoutSecret(ping);
    expect(kept).not.toContain("rahasia-tepi");
    expect(JSON.parse(kept)).toEqual({
      ...(JSON.parse(ping) as object),
      hook: { ...(JSON.parse(ping) as { hook: object }).hook, secret: "[…]" },
    });
    expect(readDigiflazz(kept)).toBe("ping");
    for (const body of [prepaid, escaped, "{not json", '{"hook":1}']) expect(withoutSecret(body)).toBe(body);
  });

  it("never makes reading it throw, and gives only what the store can keep", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.json(), (text, json) => {
        void readDigiflazz(text);
        void readDigiflazz(`{"data":${json}}`);
        const told = readDigiflazz(JSON.stringify({ data: { ref_id: `x${text}`, status: "Sukses", sn: text } }));
        if (!told || told === "ping") throw new Error("not read");
        const unkept = Object.values(told).filter((value) => value.includes("\0") || !value.isWellFormed());
        expect(unkept).toEqual([]);
      }),
    );
  });
});

it.each([
  ["Digiflazz-Hookshot", "prepaid"],
  ["Digiflazz-Pasca-Hookshot", "postpaid"],
  ["DigiFlazz-Pasca-Hookshot", "postpaid"],
  ["Digiflazz-Hotel-Hookshot", "hotel"],
  ["Digiflazz-Other-Hookshot", undefined],
  ["curl/8.0", undefined],
  ["", undefined],
])("the user agent %j means %s", (userAgent, product) => {
  expect(productOf(userAgent)).toBe(product);
});
