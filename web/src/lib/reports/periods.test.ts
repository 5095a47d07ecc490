import { expect, test } from "vitest";
import { periodOf, periods, spanOfMonth } from "./periods.ts";

test("a month ends on its last day, in leap years too", () => {
  expect([spanOfMonth("2028-02"), spanOfMonth("2026-12")].map(({ until }) => until)).toEqual([
    "2028-02-29",
    "2026-12-31",
  ]);
});

test("a span that has a name is found by it", () => {
  const today = "2026-03-05";
  expect(periods(today)["last-month"]).toEqual({ from: "2026-02-01", until: "2026-02-28" });
  expect(periodOf({ from: "2025-04-01", until: today }, today)).toBe("year");
  expect(periodOf({ from: "2026-02-02", until: today }, today)).toBe("");
});
