import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../core/time.ts";
import { ageBuckets, aged, bucketOf, dueDatesOf, type AgeBucket } from "./ageing.ts";

/** Seen from 21 November 2026. */
const golden: [string, AgeBucket][] = [
  ["2027-01-05", "current"],
  ["2026-11-22", "current"],
  ["2026-11-21", "current"],
  ["2026-11-20", "1-30"],
  ["2026-10-31", "1-30"],
  ["2026-10-22", "1-30"],
  ["2026-10-21", "31-60"],
  ["2026-09-22", "31-60"],
  ["2026-09-21", "61-90"],
  ["2026-08-23", "61-90"],
  ["2026-08-22", "over-90"],
  ["2024-02-29", "over-90"],
];
const on = "2026-11-21";

describe("the age of what is owed", () => {
  it.each(golden)("of %s is %s", (dueOn, bucket) => {
    expect(bucketOf(dueOn, on)).toBe(bucket);
  });

  it("has due dates that lie in it and no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 0, max: 2000 }), (days, offset) => {
        const seenOn = addDays("2024-01-01", offset);
        const dueOn = addDays(seenOn, days);
        const holding = ageBuckets.filter((bucket) => {
          const { from = "", to = "9" } = dueDatesOf(bucket, seenOn);
          return from <= dueOn && dueOn <= to;
        });
        expect(holding).toEqual([bucketOf(dueOn, seenOn)]);
      }),
    );
  });

  it("adds up by bucket and in all", () => {
    const list = golden.map(([dueOn], n) => ({ dueOn, count: 1, amount: 10 ** n }));
    expect(aged(list, on)).toEqual({
      buckets: [
        { bucket: "current", invoices: 3, amount: 111 },
        { bucket: "1-30", invoices: 3, amount: 111_000 },
        { bucket: "31-60", invoices: 2, amount: 11_000_000 },
        { bucket: "61-90", invoices: 2, amount: 1_100_000_000 },
        { bucket: "over-90", invoices: 2, amount: 110_000_000_000 },
      ],
      invoices: 12,
      amount: 111_111_111_111,
    });
  });
});
