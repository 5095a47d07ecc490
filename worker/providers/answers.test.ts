import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classOfStatus, redact, refusedFor } from "./answers.ts";

describe("an answer", () => {
  it("holds no secret, however it is spelled", () => {
    const secret = 'p/a s"s+wörd';
    const spellings = [
      secret,
      encodeURIComponent(secret),
      "p%2Fa+s%22s%2Bw%C3%B6rd",
      JSON.stringify(secret),
      Buffer.from(secret).toString("base64"),
    ];
    for (const spelling of spellings) expect(redact(`a ${spelling} b`, [secret])).toMatch(/^a "?\[…\]"? b$/);
    expect(redact("both: one-two one", ["one", "one-two"])).toBe("both: […] […]");
    expect(redact("nothing", [""])).toBe("nothing");
  });

  it("that was cut in the middle of a secret does not show its beginning", () => {
    expect(redact("token=abcdef", ["abcdefghij"])).toBe("token=[…]");
    expect(redact("token=abc", ["abcdefghij"])).toBe("token=abc");
  });

  it("holds no secret in its code, its detail or its body, whatever surrounds it", () => {
    const text = fc.string({ maxLength: 600 });
    fc.assert(
      fc.property(text, text, fc.stringMatching(/^[a-z0-9]{8,20}$/), (before, after, secret) => {
        const body = before + secret + after;
        const refused = refusedFor({ class: "message", code: body, detail: body }, { status: 400, body }, [secret]);
        expect(JSON.stringify(refused)).not.toContain(secret);
        expect(refused.failure.detail.length).toBeLessThanOrEqual(500);
      }),
    );
  });
});

it.each([
  [301, "account"],
  [400, "message"],
  [401, "account"],
  [402, "account"],
  [403, "account"],
  [404, "account"],
  [413, "message"],
  [422, "message"],
  [429, "rate-limited"],
  [500, "unavailable"],
  [503, "unavailable"],
])("status %i alone means %s", (status, failureClass) => expect(classOfStatus(status)).toBe(failureClass));
