import { expect, test } from "vitest";
import { caretAfterDigits, groupRupiah, maxRupiah, parseRupiah } from "./rupiah.ts";

test.each([
  ["250000", 250000],
  ["Rp 250.000", 250000],
  ["250,000", 250000],
  ["1.250.000,00", 1250000],
  ["1,250,000.00", 1250000],
  ["0", 0],
  ["2.5", 25],
  ["007", 7],
  ["", undefined],
  ["Rp", undefined],
  ["-5", 5],
])("%s is read as %s", (text, amount) => {
  expect(parseRupiah(text)).toBe(amount);
});

test("an amount stays an exact integer however much is typed", () => {
  expect(parseRupiah("9".repeat(40))).toBe(maxRupiah);
  expect(Number.isSafeInteger(maxRupiah)).toBe(true);
});

test("what is shown is read back as the same amount", () => {
  for (const amount of [0, 7, 999, 1000, 1234567, maxRupiah]) expect(parseRupiah(groupRupiah(amount))).toBe(amount);
  expect(groupRupiah(1234567)).toBe("1.234.567");
  expect(groupRupiah(undefined)).toBe("");
});

test("the caret stays behind the digit that was typed when dots come and go", () => {
  expect(caretAfterDigits("1.234", 1)).toBe(1);
  expect(caretAfterDigits("12.345", 3)).toBe(4);
  expect(caretAfterDigits("1.234", 0)).toBe(0);
  expect(caretAfterDigits("1.234", 9)).toBe(5);
});
