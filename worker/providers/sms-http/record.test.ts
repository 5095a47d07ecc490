import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, fillJson, placeholdersIn } from "./placeholders.ts";
import { gatewayPresets } from "./presets.ts";
import { checkGateway } from "./record.ts";

const closed = { allowPrivate: false };
/** The record of the provider facts, section 4. */
const documented = {
  method: "POST",
  url: "https://gw.example/api/send",
  headers: { Authorization: "Bearer {{secret.token}}" },
  bodyType: "form",
  body: { userkey: "{{secret.userkey}}", passkey: "{{secret.passkey}}", to: "{{to}}", message: "{{text}}" },
  numberFormat: "62",
  timeoutMs: 10000,
  success: { httpMin: 200, httpMax: 299, jsonPath: "status", equals: ["1", "sent", "success"] },
  messageIdPath: "messageId",
  retryOnHttp: [429, 500, 502, 503, 504],
};
const fieldsOf = (record: unknown) => checkGateway(record, closed).problems?.map(({ field }) => field);

describe("a gateway's record", () => {
  it("that is documented is taken, and names the secrets it needs", () => {
    const checked = checkGateway(documented, closed);
    expect(checked.problems).toBeUndefined();
    expect(checked.gateway).toEqual({ ...documented, perSecond: 5 });
    expect(checked.secrets).toEqual(["token", "userkey", "passkey"]);
  });

  it("of a preset is taken as it is", () => {
    const needed = Object.entries(gatewayPresets).map(([name, { record }]) => {
      const checked = checkGateway(record, closed);
      return [name, checked.secrets ?? checked.problems];
    });
    expect(Object.fromEntries(needed)).toEqual({ zenziva: ["userkey", "passkey"], oca: ["token"] });
  });

  it.each([
    ["an unknown placeholder", { body: { to: "{{to}}", m: "{{text}}", x: "{{name}}" } }, ["body.x"]],
    ["a secret without a name", { headers: { "X-A": "{{secret.}}" } }, ["headers.X-A"]],
    ["a placeholder that is not closed", { body: { to: "{{to}}", m: "{{text}} {{ref" } }, ["body.m"]],
    [
      "a placeholder deep in JSON",
      { bodyType: "json", body: { a: [{ to: "{{to}}" }, "{{text}}", "{{x}}"] } },
      ["body.a.2"],
    ],
    ["no number and no text", { body: { a: "b" } }, ["body", "body"]],
    ["a nested form", { body: { to: "{{to}}", m: { t: "{{text}}" } } }, ["body.m"]],
    ["a text in a header", { headers: { "X-A": "{{text}}" } }, ["headers.X-A"]],
    [
      "a header of ours",
      { headers: { Host: "a.example", "CF-Connecting-IP": "1.2.3.4" } },
      ["headers.Host", "headers.CF-Connecting-IP"],
    ],
    ["two lines in a header", { headers: { "X-A": "a\r\nX-B: c" } }, ["headers.X-A"]],
    ["a placeholder in the address", { url: "https://gw.example/{{secret.key}}" }, ["url"]],
    ["plain http", { url: "http://gw.example/" }, ["url"]],
    ["a private address", { url: "https://10.0.0.1/" }, ["url"]],
    ["any address of digits", { url: "https://8.8.8.8/" }, ["url"]],
    ["an inner name", { url: "https://gateway.internal/" }, ["url"]],
    ["credentials in the address", { url: "https://a:b@gw.example/" }, ["url"]],
    ["a GET that is no query", { method: "GET" }, ["bodyType"]],
    ["a query that is posted", { bodyType: "query" }, ["bodyType"]],
    ["a wait of a minute", { timeoutMs: 60_000 }, ["timeoutMs"]],
    ["no such path", { messageIdPath: "a..b" }, ["messageIdPath"]],
    ["a rule without values", { success: { jsonPath: "status" } }, ["success"]],
    ["a rule upside down", { success: { httpMin: 300, httpMax: 200 } }, ["success"]],
    ["a retry of what was taken", { retryOnHttp: [200] }, ["retryOnHttp.0"]],
    ["a body without end", { body: { to: "{{to}}", m: "{{text}}", x: "x".repeat(10_000) } }, ["body"]],
  ])("with %s is refused", (_case, change, fields) => {
    expect(fieldsOf({ ...documented, ...change })).toEqual(fields);
  });

  it("may name a private host where the sandbox stands in", () => {
    const record = { ...documented, url: "http://127.0.0.1:8790/sms/generic" };
    expect(checkGateway(record, { allowPrivate: true }).gateway?.url).toBe(record.url);
  });

  it("is refused in words, whatever it is: also what is nested without end", () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`);
    expect(fieldsOf({ ...documented, bodyType: "json", body: deep })).toEqual(["body.a"]);
    fc.assert(fc.property(fc.jsonValue(), (value) => checkGateway(value, closed).problems !== undefined));
    fc.assert(fc.property(fc.jsonValue(), (body) => void checkGateway({ ...documented, body }, closed)));
  });
});

describe("placeholders", () => {
  const values = { to: "62812", text: 'Halo "Budi" {{secret.key}}', ref: "dlv_1", secrets: { key: "k\\1" } };

  it("are filled once: what a value holds is not read again", () => {
    expect(fill("{{to}}|{{ text }}|{{ref}}|{{secret.key}}", values)).toBe(
      '62812|Halo "Budi" {{secret.key}}|dlv_1|k\\1',
    );
    expect(fill("{{secret.none}}{{secret.toString}}{{secret.constructor}}", values)).toBe("");
  });

  it("never change the structure of JSON, whatever the values hold", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, key) => {
        const filled = fillJson(
          { a: ["{{text}}", 1, null, true], b: { c: "{{secret.key}}!" } },
          { ...values, text, secrets: { key } },
        );
        expect(filled).toEqual({ a: [text, 1, null, true], b: { c: `${key}!` } });
      }),
    );
  });

  it("are found, also half of one", () => {
    expect(placeholdersIn("a {{to}} {{ secret.x }} b")).toEqual(["to", "secret.x"]);
    expect(placeholdersIn("{ } plain")).toEqual([]);
    expect(placeholdersIn("{{to")).toEqual(["{{to"]);
    expect(placeholdersIn("to}}")).toEqual(["to}}"]);
  });
});
