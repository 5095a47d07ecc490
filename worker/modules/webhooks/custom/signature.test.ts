import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signatureRule, verifySignature, type SignatureRule } from "./signature.ts";

const noQuery = new URLSearchParams();
const check = (
  rule: object,
  given: { secret?: string; headers?: Record<string, string>; body?: string; query?: string },
) =>
  verifySignature(
    signatureRule.parse(rule),
    given.secret ?? "key",
    new Headers(given.headers),
    given.body ?? "The quick brown fox jumps over the lazy dog",
    new URLSearchParams(given.query),
  );

/** Known digests of that sentence under "key". */
const sha1 = "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9";
const sha256 = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";

describe("a call with an HMAC of its body", () => {
  const rule = { scheme: "hmac-header", header: "X-Signature" };
  it.each([
    [rule, sha256],
    [rule, sha256.toUpperCase()],
    [{ ...rule, algorithm: "sha1" }, sha1],
    [{ ...rule, prefix: "sha256=" }, `sha256=${sha256}`],
    [{ ...rule, encoding: "base64" }, Buffer.from(sha256, "hex").toString("base64")],
  ])("by %j is authentic", async (each, signature) => {
    expect(await check(each, { headers: { "x-signature": signature } })).toBe(true);
    expect(await check(each, { headers: { "x-signature": signature }, body: "Another" })).toBe(false);
    expect(await check(each, { headers: { "x-signature": signature }, secret: "other" })).toBe(false);
    expect(await check(each, { headers: { "x-signature": signature.slice(0, -1) } })).toBe(false);
    expect(await check(each, { headers: { "x-other": signature } })).toBe(false);
  });

  it("without the prefix, or with no secret to check by, is not", async () => {
    expect(await check({ ...rule, prefix: "sha256=" }, { headers: { "x-signature": sha256 } })).toBe(false);
    expect(await check(rule, { headers: { "x-signature": sha256 }, secret: "" })).toBe(false);
  });
});

describe("a call with a token", () => {
  it("in a header or in the query is authentic, and no other", async () => {
    const header = { scheme: "token-header", header: "Authorization", prefix: "Bearer " };
    expect(await check(header, { headers: { authorization: "Bearer key" } })).toBe(true);
    expect(await check(header, { headers: { authorization: "Bearer kex" } })).toBe(false);
    expect(await check(header, { headers: { authorization: "key" } })).toBe(false);
    const query = { scheme: "token-query", header: "token" };
    expect(await check(query, { query: "token=key" })).toBe(true);
    expect(await check(query, { query: "token=" })).toBe(false);
    expect(await check(query, { query: "token=", secret: "" })).toBe(false);
    expect(await check(query, { headers: { token: "key" } })).toBe(false);
  });

  it("is not asked for where the tenant asks for none", async () => {
    expect(await check({ scheme: "none" }, { secret: "" })).toBe(true);
  });
});

it("no rule, secret, body or header makes the check throw", async () => {
  const text = fc.string();
  const rule = fc.oneof(
    fc.record({
      scheme: fc.constant("hmac-header" as const),
      header: text,
      algorithm: fc.constantFrom("sha256" as const, "sha1" as const, "sha512" as const),
      encoding: fc.constantFrom("hex" as const, "base64" as const),
      prefix: text,
    }),
    fc.record({ scheme: fc.constant("token-header" as const), header: text, prefix: text }),
    fc.record({ scheme: fc.constant("token-query" as const), header: text }),
  );
  await fc.assert(
    fc.asyncProperty(rule, text, text, fc.string(), async (each: SignatureRule, secret, body, query) => {
      const headers = new Headers({ "x-signature": "abc" });
      expect(await verifySignature(each, secret, headers, body, new URLSearchParams(query))).toBe(false);
      const fixed = each.scheme === "none" ? each : { ...each, header: "x-signature" };
      await verifySignature(fixed, secret, headers, new TextEncoder().encode(body), noQuery);
    }),
  );
});
