/** The pure parts: who may call, whether a call is proved, and what its fields mean. */
import fc from "fast-check";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addressAllowed } from "../../../core/addresses.ts";
import { readBody } from "./body.ts";
import { actionFields } from "./fields.ts";
import { mapFields } from "./mapping.ts";
import { parsePath, valueAt } from "../../../core/paths.ts";
import { expectedSignature, verifySignature } from "./signature.ts";
import type { FieldMapping, SignatureScheme } from "./types.ts";

const zone = "Asia/Jakarta";
const rules = actionFields.payment;

describe("the list of addresses", () => {
  it.each([
    [[], "anything", true],
    [["203.0.113.7"], "203.0.113.7", true],
    [["203.0.113.7"], "203.0.113.8", false],
    [["203.0.113.7/24"], "203.0.113.200", true],
    [["203.0.113.0/24"], "203.0.114.1", false],
    [["0.0.0.0/0"], "198.51.100.1", true],
    [["0.0.0.0/0"], "2001:db8::1", false],
    [["2001:db8:1::/48"], "2001:DB8:1:ffff::9", true],
    [["2001:db8:1::/48"], "2001:db8:2::1", false],
    [["2001:0db8:0::0001"], "2001:db8::1", true],
    [["203.0.113.7"], "::ffff:203.0.113.7", true],
    [["::ffff:203.0.113.0/120"], "203.0.113.9", true],
    [["::/0"], "203.0.113.7", false],
    [["203.0.113.7"], "local", false],
    [["203.0.113.7"], "3405803783", false],
    [["nonsense", "203.0.113.7/99", "203.0.113.7"], "203.0.113.7", true],
  ] as const)("%j lets %s in: %s", (allowed, address, expected) => {
    expect(addressAllowed(address, allowed)).toBe(expected);
  });

  it("never throws, and lets in exactly the network that is named", () => {
    fc.assert(fc.property(fc.array(fc.string()), fc.string(), (list, address) => void addressAllowed(address, list)));
    const number = (ip: string) => ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.nat(32), (network, address, bits) => {
        const size = 2 ** (32 - bits);
        const inside = Math.floor(number(network) / size) === Math.floor(number(address) / size);
        expect(addressAllowed(address, [`${network}/${bits}`])).toBe(inside);
      }),
    );
  });
});

describe("a call's proof", () => {
  const hmac = (rest: object = {}): SignatureScheme => ({
    ...{ scheme: "hmac", header: "X-Signature", algorithm: "sha256", encoding: "hex", prefix: "" },
    ...rest,
  });
  const call = (value: string | undefined, body = "{}") => ({
    secret: "rahasia-webhook",
    headers: new Headers(value === undefined ? {} : { "x-signature": value }),
    body,
  });

  it("is the keyed hash over the raw body, in each algorithm and encoding", async () => {
    for (const algorithm of ["sha1", "sha256", "sha512"] as const)
      for (const encoding of ["hex", "base64"] as const) {
        const body = '{ "a": "é\\u0000" }\r\n\uFEFF';
        const hash = createHmac(algorithm, "rahasia-webhook").update(body).digest(encoding);
        const scheme = hmac({ algorithm, encoding, prefix: "v1=" });
        expect(await expectedSignature(scheme, "rahasia-webhook", body)).toBe(`v1=${hash}`);
        expect(await verifySignature(scheme, call(`v1=${hash}`, body))).toBe(true);
        expect(await verifySignature(scheme, call(hash, body))).toBe(false);
        expect(await verifySignature(scheme, call(`v1=${hash}`, `${body} `))).toBe(false);
      }
  });

  it("may be written in capitals where it is hexadecimal", async () => {
    const hash = createHmac("sha256", "rahasia-webhook").update("{}").digest("hex");
    expect(await verifySignature(hmac(), call(hash.toUpperCase()))).toBe(true);
  });

  it("is never the absence of one, nor is an empty secret one", async () => {
    const token: SignatureScheme = { scheme: "token", header: "X-Signature", prefix: "Bearer " };
    for (const scheme of [hmac(), token])
      for (const value of [undefined, "", "Bearer", "Bearer "]) {
        expect(await verifySignature(scheme, call(value))).toBe(false);
        expect(await verifySignature(scheme, { ...call(value), secret: "" })).toBe(false);
      }
    expect(await verifySignature(token, call("Bearer rahasia-webhook"))).toBe(true);
    expect(await verifySignature(token, call("rahasia-webhook"))).toBe(false);
  });

  it("holds for no other value, and no value makes the check throw", async () => {
    const header = fc.stringMatching(/^[\x20-\x7e]*$/);
    await fc.assert(
      fc.asyncProperty(header, fc.string(), fc.string(), async (value, body, secret) => {
        const expected = secret && createHmac("sha256", secret).update(body).digest("hex");
        const matches = expected !== "" && value.trim().toLowerCase() === expected;
        expect(await verifySignature(hmac(), { ...call(value, body), secret })).toBe(matches);
      }),
    );
  });
});

describe("a path", () => {
  const document = { data: { items: [{ amount: 5 }], "a.b": { "c d": 1 } }, "x[y]": 2 };
  it.each([
    ["data.items[0].amount", 5],
    ['data["a.b"]["c d"]', 1],
    ["data['a.b'].c d", 1],
    ['["x[y]"]', 2],
    ["data.items[1].amount", undefined],
    ["data.items.length", undefined],
    ["data.items.0.amount", 5],
    ["data.items[0].amount.toString", undefined],
  ])("%s finds %s", (path, expected) => {
    const steps = parsePath(path);
    expect(steps).toBeDefined();
    expect(valueAt(document, steps ?? [])).toBe(expected);
  });

  it.each([
    "",
    ".a",
    "a.",
    "a..b",
    "a[",
    "a[]",
    "a[b]",
    "a]b",
    "[0]b",
    '["',
    "__proto__",
    "a.constructor.name",
    '["prototype"]',
  ])("%s is none", (path) => expect(parsePath(path)).toBeUndefined());

  it("reaches nothing but the call's own data, whatever it says", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (path, value) => {
        const steps = parsePath(path);
        const found = steps && valueAt(value, steps);
        expect(typeof found).not.toBe("function");
        if (steps?.some((step) => step in Object.prototype && step !== "__proto__"))
          expect(found === undefined || JSON.stringify(value).includes(JSON.stringify(found))).toBe(true);
      }),
    );
    for (const step of ["__proto__", "constructor", "prototype", "toString", "valueOf"])
      expect(valueAt({}, [step])).toBeUndefined();
    expect(valueAt(JSON.parse('{"__proto__": {"a": 1}}'), ["__proto__", "a"])).toBeUndefined();
  });
});

describe("the mapping", () => {
  const one = (field: string, source: unknown, document: unknown) => {
    const mapped = mapFields(document, { [field]: source } as FieldMapping, rules, zone);
    const problem = mapped.problems.find((each) => each.field === field);
    return problem ? `problem: ${problem.message.en}` : mapped.values[field];
  };

  it.each([
    [150_000, 150_000],
    ["150000", 150_000],
    [" 150000.00 ", 150_000],
    [1, 1],
    [0, null],
    [-1, null],
    [1.5, null],
    ["150.000", null],
    ["Rp150000", null],
    ["1e5", null],
    [10 ** 13, null],
    [true, null],
  ])("reads %j as whole rupiah, or says why not: %s", (raw, expected) => {
    const found = one("amount", { path: "a" }, { a: raw });
    if (expected === null) expect(found).toMatch(/^problem: Must be whole rupiah/);
    else expect(found).toBe(expected);
  });

  it.each([
    ["2026-11-20T10:15:00+07:00", "2026-11-20T03:15:00.000Z"],
    ["2026-11-20T03:15:00Z", "2026-11-20T03:15:00.000Z"],
    ["2026-11-20 10:15:00", "2026-11-20T03:15:00.000Z"],
    ["2026-11-20T10:15", "2026-11-20T03:15:00.000Z"],
    ["2026-11-20T10:15:00+0700", "2026-11-20T03:15:00.000Z"],
    ["2026-11-20", "2026-11-19T17:00:00.000Z"],
    [1_795_144_500, "2026-11-20T03:15:00.000Z"],
    ["1795144500000", "2026-11-20T03:15:00.000Z"],
    ["2026-02-31T10:15:00Z", null],
    ["2026-11-20T25:15:00Z", null],
    ["yesterday", null],
    [12, null],
  ])("reads %j as the moment %s, in the company's zone where none is said", (raw, expected) => {
    const found = one("paidAt", { path: "a" }, { a: raw });
    if (expected === null) expect(found).toMatch(/^problem: Not a time we know/);
    else expect(new Date(found as number).toISOString()).toBe(expected);
  });

  it("puts our words in the place of the provider's", () => {
    const source = { path: "status", values: { settlement: "paid", "1": "paid", constructor: "x" } };
    expect(one("status", source, { status: "settlement" })).toBe("paid");
    expect(one("status", source, { status: 1 })).toBe("paid");
    expect(one("status", source, { status: "toString" })).toBe("toString");
    expect(one("status", { text: "paid" }, null)).toBe("paid");
  });

  it("names each field at fault: missing, a group, too long, a number that was rounded on the way", () => {
    expect(one("reference", { path: "a.b" }, { a: {} })).toBe("problem: There is nothing at a.b.");
    expect(one("reference", { path: "a" }, { a: { b: 1 } })).toMatch(/group of fields/);
    expect(one("reference", { path: "a" }, { a: "x".repeat(151) })).toMatch(/Longer than 150/);
    expect(one("reference", { path: "a" }, JSON.parse('{"a": 12345678901234567891}'))).toMatch(/too long to be read/);
    expect(one("reference", { path: "a[" }, {})).toMatch(/is not a path/);
    const empty = mapFields({}, {}, rules, zone);
    expect(empty.problems.map(({ field }) => field)).toEqual(["invoiceNumber", "amount", "reference"]);
  });

  it("never throws, gives only what its rules allow, and leaves prototypes alone", () => {
    const path = fc.oneof(
      fc.string(),
      fc.constantFrom("__proto__.polluted", "constructor.prototype", "a", "a[0].b", '["__proto__"]'),
    );
    const source = fc.oneof(
      fc.record({ path, values: fc.dictionary(fc.string(), fc.string()) }),
      fc.record({ path }),
      fc.record({ text: fc.string() }),
    );
    const keys = fc.constantFrom(...Object.keys(rules), "__proto__", "constructor");
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(keys, source), (document, mapping) => {
        const { values, problems } = mapFields(document, mapping, rules, zone);
        for (const [field, value] of Object.entries(values)) {
          const rule = rules[field];
          expect(rule).toBeDefined();
          if (rule?.kind === "amount") expect(Number.isInteger(value) && (value as number) >= 1).toBe(true);
          if (rule?.kind === "text") {
            expect((value as string).length).toBeLessThanOrEqual(rule.maxLength);
            expect((value as string).includes("\0")).toBe(false);
            expect((value as string).isWellFormed()).toBe(true);
          }
        }
        for (const { field, message } of problems) {
          expect(rules[field]).toBeDefined();
          expect(message.id && message.en).toBeTruthy();
        }
        expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      }),
    );
  });
});

describe("a body", () => {
  it("is read as JSON, also without a type and behind a byte order mark, or as a form", () => {
    expect(readBody(undefined, '{"a": 1}')).toEqual({ document: { a: 1 } });
    expect(readBody("application/vnd.api+json; charset=utf-8", '\uFEFF{"a": 1}')).toEqual({ document: { a: 1 } });
    const form = readBody("application/x-www-form-urlencoded", "a=1&b=2&b=3&__proto__=x")?.document;
    expect(form).toMatchObject({ a: "1", b: ["2", "3"] });
    expect(Object.getPrototypeOf(form)).toBeNull();
  });

  it("that is neither is not read, and nothing makes reading throw", () => {
    expect(readBody("application/xml", "<a/>")).toBeUndefined();
    expect(readBody("application/json", "{not json")).toBeUndefined();
    const type = fc.constantFrom(undefined, "application/json", "application/x-www-form-urlencoded", "text/plain");
    fc.assert(fc.property(type, fc.string(), (contentType, body) => void readBody(contentType, body)));
  });
});
