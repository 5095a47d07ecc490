import { describe, expect, it } from "vitest";
import { answerOf, concise, objectionToText, refused, textWithLink, waitMsOf } from "./results.ts";

const secret = "kunci/rahasia+1";
const called = (body: string, headers: Record<string, string> = {}) => ({
  status: 400,
  headers: new Headers(headers),
  body,
  json: undefined,
});
const message = { deliveryId: "ntf_1", to: "1", subject: null, text: "Halo" };

describe("the result of a courier", () => {
  it("shows no secret, neither as it is nor as part of an address", () => {
    const { body } = answerOf(called(`a ${secret} b ${encodeURIComponent(secret)} c`), [secret, ""]);
    expect(body).toBe("a *** b *** c");
  });

  it("shows no part of a secret within which a long answer was cut", () => {
    for (let kept = 1; kept <= secret.length; kept++) {
      const body = ("x".repeat(2000 - kept) + secret).slice(0, 2000);
      expect(answerOf(called(body), [secret]).body).toMatch(/^x+$/);
    }
  });

  it("has words and a code of a length that people read", () => {
    const failure = { class: "message", code: "c".repeat(60), detail: secret + "d".repeat(600) } as const;
    expect(concise(failure)).toMatchObject({ code: "c".repeat(50), detail: (secret + "d".repeat(600)).slice(0, 500) });
    const result = refused(failure, { status: 400, body: "" }, [secret]);
    expect(result.failure.detail).toBe(`***${"d".repeat(497)}`);
  });

  it("tells how long to wait, given in seconds or as a date", () => {
    expect(waitMsOf(called("", { "retry-after": "7" }))).toBe(7000);
    expect(waitMsOf(called("", { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }))).toBe(0);
    expect(waitMsOf(called(""))).toBeUndefined();
  });
});

describe("a text", () => {
  it("that fits is taken, else refused whole", () => {
    expect(objectionToText("1234", 4)).toBeUndefined();
    expect(objectionToText("12345", 4)?.failure).toMatchObject({ class: "message", code: "too-long" });
    expect(objectionToText(" \n", 4)?.failure).toMatchObject({ class: "message", code: "empty" });
  });

  it("ends with its link, unless it holds it already", () => {
    const link = { label: "Bayar", url: "http://localhost/pay/1" };
    expect(textWithLink({ ...message, link })).toBe("Halo\n\nBayar: http://localhost/pay/1");
    expect(textWithLink({ ...message, text: `Bayar di ${link.url}`, link })).toBe(`Bayar di ${link.url}`);
    expect(textWithLink(message)).toBe("Halo");
  });
});
