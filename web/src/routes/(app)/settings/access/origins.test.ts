import { expect, test } from "vitest";
import { originsOf, wrongOrigin } from "./origins.ts";

test("a pasted address is cut to its origin, and named once", () => {
  expect(originsOf("https://Contoh.id/masuk?x=1\n\n  https://contoh.id\nhttp://localhost:3000/")).toEqual([
    "https://contoh.id",
    "http://localhost:3000",
  ]);
});

test("a line that is no web address is named", () => {
  expect(wrongOrigin("https://contoh.id\ncontoh.id")).toBe("contoh.id");
  expect(wrongOrigin("javascript:alert(1)")).toBe("javascript:alert(1)");
  expect(wrongOrigin("https://contoh.id\n")).toBeUndefined();
});
