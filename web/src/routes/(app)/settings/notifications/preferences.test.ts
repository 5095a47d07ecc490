import { expect, test } from "vitest";
import { chosenOf, mutedUntil, type Preferences } from "./preferences.ts";

const kind = (name: string, usual: string[], critical = false) =>
  ({ kind: name, usual, critical }) as unknown as Preferences["kinds"][number];

test("only what differs from usual is sent, in whatever order it was ticked, and nothing of what is critical", () => {
  const kinds = [kind("a", ["inApp", "email"]), kind("b", ["inApp"]), kind("c", ["inApp"]), kind("d", ["email"], true)];
  expect(chosenOf({ kinds }, { a: ["email", "inApp"], b: [], d: [] })).toEqual({ b: [] });
});

test("a mute lasts as long as its choice says, or as it was", () => {
  const now = Date.parse("2026-11-21T03:00:00Z");
  expect(["none", "hour", "week", "kept"].map((choice) => mutedUntil(choice, "kept as it was", now))).toEqual([
    null,
    "2026-11-21T04:00:00.000Z",
    "2026-11-28T03:00:00.000Z",
    "kept as it was",
  ]);
});
