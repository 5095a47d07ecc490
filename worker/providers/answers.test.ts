import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classOfStatus,
  notWorking,
  objectionToText,
  redact,
  refused,
  shown,
  textWithLink,
  unknown,
} from "./answers.ts";
import { retryAfterMs } from "./call.ts";

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
        const result = refused({ class: "message", code: body, detail: body }, { status: 400, body }, [secret]);
        expect(JSON.stringify(result)).not.toContain(secret);
        expect(result.failure.detail.length).toBeLessThanOrEqual(500);
      }),
    );
  });

  it("shows no part of a secret within which a long body is cut, and nothing where there was no answer", () => {
    const secret = "kunci/rahasia+1";
    for (let kept = 1; kept <= secret.length; kept++) {
      const body = "x".repeat(2000 - kept) + secret;
      expect(shown({ status: 400, body }, [secret]).body).toMatch(/^x+(\[(…\]?)?)?$/);
    }
    expect(shown(undefined, [secret])).toEqual({ status: null, body: "" });
    expect(unknown()).toEqual({ outcome: "unknown", answer: { status: null, body: "" } });
  });

  it("tells how long to wait, given in seconds or as a date", () => {
    const asked = (value?: string) =>
      retryAfterMs(new Headers(value === undefined ? {} : { "retry-after": value }), 5000);
    expect(asked("7")).toBe(7000);
    expect(asked("Thu, 01 Jan 1970 00:00:09 GMT")).toBe(4000);
    expect(asked("Thu, 01 Jan 1970 00:00:00 GMT")).toBe(0);
    expect([asked("soon"), asked()]).toEqual([undefined, undefined]);
  });

  it("about an account names the provider, and no secret", () => {
    const failure = { code: "401", detail: "the key\n s3cret-key is wrong" };
    expect(notWorking("Whapi", failure, ["s3cret-key"])).toEqual({
      ok: false,
      detail: "Whapi: 401 the key […] is wrong",
    });
    expect(notWorking("Whapi")).toEqual({ ok: false, detail: "Whapi: unreachable" });
  });
});

describe("a text", () => {
  it("that fits is taken, else refused whole", () => {
    expect(objectionToText("1234", 4)).toBeUndefined();
    expect(objectionToText("12345", 4)?.failure).toMatchObject({ class: "message", code: "too-long" });
    expect(objectionToText(" \n", 4)?.failure).toMatchObject({ class: "message", code: "empty" });
  });

  it("ends with its link, unless it holds it already", () => {
    const message = { deliveryId: "dlv_1", to: "1", subject: null, text: "Halo" };
    const link = { label: "Bayar", url: "http://localhost/pay/1" };
    expect(textWithLink({ ...message, link })).toBe("Halo\n\nBayar: http://localhost/pay/1");
    expect(textWithLink({ ...message, text: `Bayar di ${link.url}`, link })).toBe(`Bayar di ${link.url}`);
    expect(textWithLink(message)).toBe("Halo");
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
