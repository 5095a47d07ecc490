import { expect, test } from "vitest";
import { nextStep } from "./shortcuts.ts";

const known = new Set(["g c", "g h", "/", "?"]);

test("a single key runs at once", () => {
  expect(nextStep(known, "", "/")).toEqual({ run: "/", pending: "" });
});

test("a pair runs on its second key", () => {
  expect(nextStep(known, "", "g")).toEqual({ pending: "g" });
  expect(nextStep(known, "g", "c")).toEqual({ run: "g c", pending: "" });
});

test("a pair that means nothing is forgotten", () => {
  expect(nextStep(known, "g", "x")).toEqual({ pending: "" });
  expect(nextStep(known, "", "c")).toEqual({ pending: "" });
});

test("the second key of no pair still counts for itself", () => {
  expect(nextStep(known, "g", "?")).toEqual({ run: "?", pending: "" });
  expect(nextStep(known, "g", "g")).toEqual({ pending: "g" });
});
