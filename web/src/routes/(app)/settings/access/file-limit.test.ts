import { expect, test } from "vitest";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";
import { bytesOf, fileLimit, megabytesOf } from "./file-limit.ts";

overwriteGetLocale(() => "id");

test("what is shown is what is typed", () => {
  expect(megabytesOf(10_485_760)).toBe("10");
  expect(bytesOf("10")).toBe(10_485_760);
  expect(bytesOf("1,5")).toBe(bytesOf("1.5"));
});

test("both ends are taken by the API, and nothing beyond them", () => {
  expect(bytesOf(String(fileLimit.minimum))).toBeGreaterThanOrEqual(100_000);
  expect(bytesOf(String(fileLimit.maximum))).toBeLessThanOrEqual(25_000_000);
  for (const text of ["0", "23.9", "25", "", "besar", "1,55"]) expect(bytesOf(text), text).toBeUndefined();
});
