import { expect, test } from "vitest";
import { dayAfter, localOfMoment, momentOfLocal, startOfDay } from "./local-moment.ts";

test("a time typed is a time of the company's zone, and is shown again as typed", () => {
  for (const [zone, utc] of [
    ["Asia/Jakarta", "2026-11-20T15:30:00.000Z"],
    ["Asia/Makassar", "2026-11-20T14:30:00.000Z"],
    ["Asia/Jayapura", "2026-11-20T13:30:00.000Z"],
  ] as const) {
    expect(new Date(momentOfLocal("2026-11-20T22:30", zone)).toISOString()).toBe(utc);
    expect(localOfMoment(utc, zone)).toBe("2026-11-20T22:30");
  }
});

test("a day of the company's zone begins at its midnight and ends where the next begins", () => {
  expect(new Date(startOfDay("2026-12-01", "Asia/Jayapura")).toISOString()).toBe("2026-11-30T15:00:00.000Z");
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
});
