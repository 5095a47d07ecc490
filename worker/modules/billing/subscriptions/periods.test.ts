import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, daysBetween } from "../../../core/time.ts";
import { goldenDays, goldenParts, goldenPeriods } from "./periods.golden.ts";
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

const anchorDay = fc.integer({ min: 1, max: 31 });
const day = fc.integer({ min: 0, max: 3000 }).map((offset) => addDays("2024-01-01", offset));

describe("billing periods", () => {
  it.each(goldenPeriods)(
    "$period with anchor day $anchorDay goes from $firstDay to $lastDay, $days days (B15)",
    ({ period, anchorDay: anchor, firstDay, lastDay, days }) => {
      const bounds = periodBounds(period, anchor);
      expect(bounds).toEqual({ start: firstDay, end: addDays(lastDay, 1) });
      expect(daysBetween(bounds.start, bounds.end)).toBe(days);
    },
  );

  it.each(goldenDays)("%s with anchor day %i lies in %s", (date, anchor, period) => {
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

  it.each(goldenParts)("cost, at %i for November, from %s to %s: %i", (price, firstDay, lastDay, due) => {
    expect(prorated(price, { start: firstDay, end: addDays(lastDay, 1) }, periodBounds("2026-11", 1))).toBe(due);
  });

  it("come to exactly the whole when the two parts of one are added", () => {
    fc.assert(
      fc.property(day, anchorDay, fc.integer({ min: 0, max: 1_000_000_000 }), (date, anchor, amount) => {
        const whole = periodBounds(periodOf(date, anchor), anchor);
        const parts =
          prorated(amount, { start: whole.start, end: date }, whole) +
          prorated(amount, { start: date, end: whole.end }, whole);
        expect(parts).toBe(amount);
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
