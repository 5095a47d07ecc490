import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, daysBetween } from "../../../core/time.ts";
import {
  periodBounds,
  periodOf,
  prorated,
  standingAfter,
  standingFrom,
  unbilledPeriods,
  unbilledService,
  type Standing,
} from "./periods.ts";

/** period, anchor day, first day, first day of the next one */
const bounds: [string, number, string, string][] = [
  ["2026-11", 1, "2026-11-01", "2026-12-01"],
  ["2026-12", 1, "2026-12-01", "2027-01-01"],
  ["2026-11", 15, "2026-11-15", "2026-12-15"],
  ["2026-12", 15, "2026-12-15", "2027-01-15"],
  ["2026-02", 28, "2026-02-28", "2026-03-28"],
  ["2028-02", 28, "2028-02-28", "2028-03-28"],
  ["2026-01", 29, "2026-01-29", "2026-02-28"],
  ["2028-01", 29, "2028-01-29", "2028-02-29"],
  ["2026-02", 29, "2026-02-28", "2026-03-29"],
  ["2028-02", 29, "2028-02-29", "2028-03-29"],
  ["2026-01", 30, "2026-01-30", "2026-02-28"],
  ["2028-01", 30, "2028-01-30", "2028-02-29"],
  ["2026-02", 30, "2026-02-28", "2026-03-30"],
  ["2026-01", 31, "2026-01-31", "2026-02-28"],
  ["2026-02", 31, "2026-02-28", "2026-03-31"],
  ["2026-03", 31, "2026-03-31", "2026-04-30"],
  ["2028-01", 31, "2028-01-31", "2028-02-29"],
  ["2028-02", 31, "2028-02-29", "2028-03-31"],
  ["2026-04", 31, "2026-04-30", "2026-05-31"],
  ["2026-12", 31, "2026-12-31", "2027-01-31"],
];

/** date, anchor day, period */
const containing: [string, number, string][] = [
  ["2026-11-01", 1, "2026-11"],
  ["2026-11-30", 1, "2026-11"],
  ["2026-11-14", 15, "2026-10"],
  ["2026-11-15", 15, "2026-11"],
  ["2026-01-14", 15, "2025-12"],
  ["2026-02-27", 31, "2026-01"],
  ["2026-02-28", 31, "2026-02"],
  ["2028-02-28", 31, "2028-01"],
  ["2028-02-29", 31, "2028-02"],
  ["2026-03-30", 31, "2026-02"],
  ["2026-03-31", 31, "2026-03"],
  ["2026-02-28", 29, "2026-02"],
  ["2026-03-28", 29, "2026-02"],
];

const anchorDay = fc.integer({ min: 1, max: 31 });
const day = fc.integer({ min: 0, max: 3000 }).map((offset) => addDays("2024-01-01", offset));

describe("billing periods", () => {
  it.each(bounds)("%s with anchor day %i goes from %s until %s (B15)", (period, anchor, start, end) => {
    expect(periodBounds(period, anchor)).toEqual({ start, end });
  });

  it.each(containing)("%s with anchor day %i lies in %s", (date, anchor, period) => {
    expect(periodOf(date, anchor)).toBe(period);
  });

  it("leave no day out and count none twice, for every day and anchor day (B21)", () => {
    fc.assert(
      fc.property(day, anchorDay, (date, anchor) => {
        const period = periodOf(date, anchor);
        const { start, end } = periodBounds(period, anchor);
        expect(start <= date && date < end).toBe(true);
        expect(periodBounds(addMonths(period, 1), anchor).start).toBe(end);
        expect(periodOf(end, anchor)).toBe(addMonths(period, 1));
        expect(periodOf(addDays(start, -1), anchor)).toBe(addMonths(period, -1));
      }),
      { numRuns: 1000 },
    );
  });

  it("are prorated by days, half a rupiah upwards", () => {
    const november = periodBounds("2026-11", 1);
    expect(prorated(150_000, { start: "2026-11-16", end: november.end }, november)).toBe(75_000);
    expect(prorated(100, { start: "2026-11-28", end: november.end }, november)).toBe(10);
    expect(prorated(5, { start: "2026-11-28", end: november.end }, november)).toBe(1);
    expect(prorated(4, { start: "2026-11-28", end: november.end }, november)).toBe(0);
  });

  it("come to the whole, within rounding, when two parts of one are added", () => {
    fc.assert(
      fc.property(day, anchorDay, fc.integer({ min: 0, max: 1_000_000_000 }), (date, anchor, amount) => {
        const whole = periodBounds(periodOf(date, anchor), anchor);
        const parts =
          prorated(amount, { start: whole.start, end: date }, whole) +
          prorated(amount, { start: date, end: whole.end }, whole);
        expect(Math.abs(parts - amount)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("not billed yet are those from the next one through the run's, no more than 24", () => {
    expect(unbilledPeriods("2026-11", "2027-01")).toEqual(["2026-11", "2026-12", "2027-01"]);
    expect(unbilledPeriods("2026-12", "2026-11")).toEqual([]);
    expect(unbilledPeriods("2000-01", "2026-11").length).toBe(24);
  });
});

describe("service not billed yet", () => {
  const standing = (changes: Partial<Standing>): Standing => ({
    anchorDay: 1,
    nextPeriod: "2026-11",
    billFrom: "2026-11-01",
    endsOn: null,
    ...changes,
  });
  const served = (changes: Partial<Standing>, through = "2026-12") =>
    unbilledService(standing(changes), through).map(
      ({ period, served: { start, end } }) => `${period} ${start}…${end}`,
    );

  it.each<[string, Partial<Standing>, string[]]>([
    ["whole periods", {}, ["2026-11 2026-11-01…2026-12-01", "2026-12 2026-12-01…2027-01-01"]],
    ["a first part", { billFrom: "2026-11-21" }, ["2026-11 2026-11-21…2026-12-01", "2026-12 2026-12-01…2027-01-01"]],
    ["a last part", { endsOn: "2026-12-10" }, ["2026-11 2026-11-01…2026-12-01", "2026-12 2026-12-01…2026-12-11"]],
    ["a part of a part", { billFrom: "2026-11-21", endsOn: "2026-11-25" }, ["2026-11 2026-11-21…2026-11-26"]],
    ["nothing after the end", { endsOn: "2026-10-31" }, []],
    ["nothing when billed ahead", { nextPeriod: "2027-01", billFrom: "2027-01-01" }, []],
    [
      "the days before a moved anchor day",
      { anchorDay: 15 },
      ["2026-10 2026-11-01…2026-11-15", "2026-11 2026-11-15…2026-12-15", "2026-12 2026-12-15…2027-01-15"],
    ],
  ])("is %s", (_, changes, expected) => {
    expect(served(changes)).toEqual(expected);
  });

  it("is billed day by day once, whatever happens to a subscription between its bills (B21)", () => {
    type Step = { kind: "bill"; months: number } | { kind: "anchor"; anchorDay: number };
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ kind: fc.constant("bill" as const), months: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ kind: fc.constant("anchor" as const), anchorDay }),
    );
    fc.assert(
      fc.property(day, anchorDay, fc.array(step, { minLength: 1, maxLength: 12 }), (startsOn, firstAnchor, steps) => {
        let now: Standing = {
          anchorDay: firstAnchor,
          nextPeriod: periodOf(startsOn, firstAnchor),
          billFrom: startsOn,
          endsOn: null,
        };
        let billedUntil = startsOn;
        const labels = new Set<string>();
        for (const next of steps) {
          if (next.kind === "anchor") {
            const moved = { ...now, anchorDay: next.anchorDay };
            now = { ...moved, ...standingFrom(moved, moved.billFrom) };
            continue;
          }
          const through = addMonths(now.nextPeriod, next.months);
          for (const { period, served, whole } of unbilledService(now, through)) {
            expect(served.start).toBe(billedUntil);
            expect(daysBetween(served.start, served.end)).toBeLessThanOrEqual(daysBetween(whole.start, whole.end));
            billedUntil = served.end;
            if (period < now.nextPeriod) continue;
            expect(labels.has(period)).toBe(false);
            labels.add(period);
          }
          now = { ...now, ...standingAfter(through, now.anchorDay) };
          expect(now.billFrom).toBe(billedUntil);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leaves a pause out (B32)", () => {
    const paused = standing({ nextPeriod: "2026-09", billFrom: "2026-09-01" });
    expect(standingFrom(paused, "2026-11-21")).toEqual({ nextPeriod: "2026-11", billFrom: "2026-11-21" });
    const billedAhead = standing({ nextPeriod: "2026-12", billFrom: "2026-12-01" });
    expect(standingFrom(billedAhead, "2026-11-21")).toEqual({ nextPeriod: "2026-12", billFrom: "2026-12-01" });
  });
});
