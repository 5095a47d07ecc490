import { expect, test } from "vitest";
import { parsePercent, percentText, taxExample } from "./tax.ts";

test("a percentage is read with comma or point, up to two decimals", () => {
  expect(["11", "11,5", "11.50 %", "0", "0,25", "100"].map(parsePercent)).toEqual([1100, 1150, 1150, 0, 25, 10_000]);
});

test("what is no percentage is refused rather than guessed", () => {
  for (const text of ["", "sebelas", "-1", "100,01", "11,555", "1.100", "11 persen"]) {
    expect(parsePercent(text), text).toBeUndefined();
  }
});

test("a rate that is shown is read back as it was", () => {
  for (let rate = 0; rate <= 10_000; rate += 7) {
    for (const sign of [",", "."] as const) expect(parsePercent(percentText(rate, sign))).toBe(rate);
  }
});

test("PPN stands on top of a price that excludes it", () => {
  expect(taxExample(250_000, 1100, false)).toEqual({ base: 250_000, tax: 27_500, total: 277_500 });
});

test("PPN is a part of a price that includes it", () => {
  expect(taxExample(250_000, 1100, true)).toEqual({ base: 225_225, tax: 24_775, total: 250_000 });
});
