import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateIn, dayOfMonth, timeZones, type TimeZone } from "../../core/time.ts";
import { nextOccurrence, type Schedule } from "./schedule.ts";

const hourly: Schedule = { every: "hour", minute: 7 };
const daily: Schedule = { every: "day", at: "08:00" };
const weekly: Schedule = { every: "week", weekday: 1, at: "06:30" };
const monthly: Schedule = { every: "month", day: 31, at: "00:00" };
const [jakarta, makassar, jayapura] = timeZones;

describe("the next moment of a schedule", () => {
  const table: [string, Schedule, TimeZone, string, string][] = [
    ["within the hour", hourly, jakarta, "2026-11-21T03:00:00Z", "2026-11-21T03:07:00Z"],
    ["in the next hour", hourly, jakarta, "2026-11-21T03:08:00Z", "2026-11-21T04:07:00Z"],
    ["exactly at its minute", hourly, jakarta, "2026-11-21T03:07:00Z", "2026-11-21T04:07:00Z"],
    ["a millisecond before its minute", hourly, jakarta, "2026-11-21T03:06:59.999Z", "2026-11-21T03:07:00Z"],
    ["across the year's end", hourly, jayapura, "2026-12-31T14:30:00Z", "2026-12-31T15:07:00Z"],
    ["today, in Jakarta", daily, jakarta, "2026-11-21T00:59:59Z", "2026-11-21T01:00:00Z"],
    ["tomorrow when it is that time now", daily, jakarta, "2026-11-21T01:00:00Z", "2026-11-22T01:00:00Z"],
    ["an hour earlier in Makassar", daily, makassar, "2026-11-21T00:30:00Z", "2026-11-22T00:00:00Z"],
    ["two hours earlier in Jayapura", daily, jayapura, "2026-11-20T22:30:00Z", "2026-11-20T23:00:00Z"],
    ["where the date is already the next", daily, jayapura, "2026-11-20T16:00:00Z", "2026-11-20T23:00:00Z"],
    ["on the first of January", daily, jakarta, "2026-12-31T02:00:00Z", "2027-01-01T01:00:00Z"],
    ["on Monday, from a Saturday", weekly, jakarta, "2026-11-21T03:00:00Z", "2026-11-22T23:30:00Z"],
    ["on the same Monday, earlier", weekly, jakarta, "2026-11-22T23:29:00Z", "2026-11-22T23:30:00Z"],
    ["a week on when it is that time now", weekly, jakarta, "2026-11-22T23:30:00Z", "2026-11-29T23:30:00Z"],
    ["on a Sunday", { ...weekly, weekday: 7 }, makassar, "2026-11-21T03:00:00Z", "2026-11-21T22:30:00Z"],
    ["on the last day of November", monthly, jakarta, "2026-11-21T03:00:00Z", "2026-11-29T17:00:00Z"],
    ["on the last day of February", monthly, jakarta, "2027-02-01T00:00:00Z", "2027-02-27T17:00:00Z"],
    ["on the 29th of a leap year", monthly, jakarta, "2028-02-01T00:00:00Z", "2028-02-28T17:00:00Z"],
    ["after a short month, on the 31st again", monthly, jakarta, "2026-11-29T17:00:00Z", "2026-12-30T17:00:00Z"],
    ["across the year's end by month", monthly, jayapura, "2026-12-30T15:00:00Z", "2027-01-30T15:00:00Z"],
    ["on the first", { ...monthly, day: 1 }, makassar, "2026-12-01T00:00:00Z", "2026-12-31T16:00:00Z"],
  ];
  it.each(table)("%s", (_name, schedule, zone, after, next) => {
    expect(new Date(nextOccurrence(schedule, Date.parse(after), zone)).toISOString()).toBe(
      new Date(next).toISOString(),
    );
  });

  const at = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
  const schedules: fc.Arbitrary<Schedule> = fc.oneof(
    fc.record({ every: fc.constant("hour" as const), minute: fc.integer({ min: 0, max: 59 }) }),
    fc.record({ every: fc.constant("day" as const), at }),
    fc.record({ every: fc.constant("week" as const), weekday: fc.integer({ min: 1, max: 7 }), at }),
    fc.record({ every: fc.constant("month" as const), day: fc.integer({ min: 1, max: 31 }), at }),
  );
  const moments = fc.integer({ min: Date.parse("2020-01-01"), max: Date.parse("2040-01-01") });
  const zones = fc.constantFrom(...timeZones);
  const dayMs = 86_400_000;
  const longest = { hour: dayMs / 24, day: dayMs, week: 7 * dayMs, month: 31 * dayMs };

  it("is always later, and never further than one period", () => {
    fc.assert(
      fc.property(schedules, moments, zones, (schedule, after, zone) => {
        const next = nextOccurrence(schedule, after, zone);
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(longest[schedule.every]);
      }),
    );
  });

  it("leaves no moment out: asked just before it, it answers the same one", () => {
    fc.assert(
      fc.property(schedules, moments, zones, (schedule, after, zone) => {
        const next = nextOccurrence(schedule, after, zone);
        expect(nextOccurrence(schedule, next - 1, zone)).toBe(next);
        const between = after + Math.floor((next - after) / 2);
        expect(nextOccurrence(schedule, between, zone)).toBe(next);
      }),
    );
  });

  it("is at the wall clock's time, on the day that was asked for or the month's last", () => {
    fc.assert(
      fc.property(schedules, moments, zones, (schedule, after, zone) => {
        const next = nextOccurrence(schedule, after, zone);
        const date = dateIn(zone, next);
        const wall = new Date(next + (timeZones.indexOf(zone) + 7) * 3_600_000).toISOString();
        if (schedule.every === "hour") expect(new Date(next).getUTCMinutes()).toBe(schedule.minute);
        else expect(wall.slice(11, 16)).toBe(schedule.at);
        if (schedule.every === "week") expect(new Date(date).getUTCDay() || 7).toBe(schedule.weekday);
        if (schedule.every === "month") expect(date).toBe(dayOfMonth(date.slice(0, 7), schedule.day));
      }),
    );
  });
});
