import { describe, expect, it } from "vitest";
import { formatMobile, mobileNumber, phoneNumber } from "./phones.ts";

it.each([
  ["0812-3456-789", "628123456789"],
  ["+62 (21) 555.1234", "62215551234"],
  ["+1 415 555 0100", "14155550100"],
  ["12345678", "12345678"],
  ["1234567", undefined],
  ["1234567890123456", undefined],
  ["0812x3456789", undefined],
  ["", undefined],
])("a phone number %j is %j", (input, number) => expect(phoneNumber(input)).toBe(number));

describe("an Indonesian mobile number", () => {
  it.each([
    ["0812-0000-0001", "6281200000001"],
    ["+62 812 0000 0001", "6281200000001"],
    ["8120000001", "628120000001"],
    ["6281200000001", "6281200000001"],
    ["021555123", undefined],
    ["6221555123", undefined],
    ["62812", undefined],
    ["628120000000000000", undefined],
    ["+1 415 555 0100", undefined],
    ["", undefined],
  ])("%j is %j", (input, number) => expect(mobileNumber(input)).toBe(number));

  it("is written as the gateway wants it", () => {
    expect(formatMobile("6281200000001", "e164")).toBe("+6281200000001");
    expect(formatMobile("6281200000001", "62")).toBe("6281200000001");
    expect(formatMobile("6281200000001", "local")).toBe("081200000001");
  });
});
