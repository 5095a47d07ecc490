import { expect, test } from "vitest";
import { addDays, addMonths, daysBetween, monthsAround, paidAt } from "./dates.ts";

test("months and days are counted over the ends of months and years", () => {
  expect([addMonths("2026-12", 1), addMonths("2026-01-31", -1), addMonths("2026-03", -14)]).toEqual([
    "2027-01",
    "2025-12",
    "2025-01",
  ]);
  expect([addDays("2026-02-28", 1), addDays("2026-12-31", 10), addDays("2028-03-01", -1)]).toEqual([
    "2026-03-01",
    "2027-01-10",
    "2028-02-29",
  ]);
  expect([daysBetween("2026-11-21", "2026-12-01"), daysBetween("2026-11-21", "2026-11-20")]).toEqual([10, -1]);
});

test("the months to choose from begin with the latest", () => {
  expect(monthsAround("2026-01-15", { ahead: 1, behind: 2 })).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
});

test("money of an earlier day is booked on that day in the tenant's zone, today's by the server's clock", () => {
  expect(paidAt("2026-11-21", "2026-11-21", "Asia/Jayapura")).toBeUndefined();
  for (const [zone, utc] of [
    ["Asia/Jakarta", "2026-11-20T05:00:00.000Z"],
    ["Asia/Makassar", "2026-11-20T04:00:00.000Z"],
    ["Asia/Jayapura", "2026-11-20T03:00:00.000Z"],
  ] as const) {
    expect(new Date(paidAt("2026-11-20", "2026-11-21", zone) ?? "").toISOString()).toBe(utc);
  }
});
