import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Buckets, everybody, type Pace } from "./buckets.ts";

const pace = fc.record({ burst: fc.integer({ min: 1, max: 20 }), everyMs: fc.integer({ min: 1, max: 2000 }) });

/** The most that a pace lets through within `windowMs`. */
const most = ({ burst, everyMs }: Pace, windowMs: number): number => burst + Math.floor(windowMs / everyMs);

/** Whether no window of time holds more moments than it may. */
function keeps(moments: readonly number[], limit: Pace): boolean {
  const sorted = moments.toSorted((a, b) => a - b);
  return sorted.every((from, n) => sorted.slice(n).every((at, count) => count + 1 <= most(limit, at - from)));
}

describe("the buckets of a sending account", () => {
  it("never let more through in any time than the account's pace and each recipient's", () => {
    fc.assert(
      fc.property(
        pace,
        pace,
        fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.constantFrom("a", "b", "c")), { maxLength: 80 }),
        (account, recipient, arrivals) => {
          const buckets = new Buckets();
          let now = 1_000_000;
          const gone: { at: number; to: string }[] = [];
          for (const [passedMs, to] of arrivals) {
            now += passedMs;
            const { kept, delayMs } = buckets.reserve(to, account, recipient, now, 1000);
            if (kept) gone.push({ at: now + delayMs, to });
          }
          const of = (to: string) => gone.filter((each) => each.to === to).map(({ at }) => at);
          return (
            keeps(
              gone.map(({ at }) => at),
              account,
            ) && ["a", "b", "c"].every((to) => keeps(of(to), recipient))
          );
        },
      ),
    );
  });

  it("send those away who come too early, to return one after the other", () => {
    const buckets = new Buckets();
    const slow = { burst: 1, everyMs: 1000 };
    const slots = Array.from({ length: 5 }, () => buckets.reserve("a", slow, undefined, 0, 0));
    expect(slots).toEqual([
      { delayMs: 0, kept: true },
      ...[1000, 2000, 3000, 4000].map((delayMs) => ({ delayMs, kept: false })),
    ]);
  });

  it("let others go while one recipient must wait", () => {
    const buckets = new Buckets();
    const [account, each] = [
      { burst: 10, everyMs: 10 },
      { burst: 1, everyMs: 60_000 },
    ];
    const kept = ["a", "a", "a", "b", "c"].map((to) => buckets.reserve(to, account, each, 0, 1000).kept);
    expect(kept).toEqual([true, false, false, true, true]);
  });

  it("hold everything back when the provider says so, and start again without a burst", () => {
    const buckets = new Buckets();
    const fast = { burst: 5, everyMs: 100 };
    buckets.hold(everybody, fast, 10_000);
    const slots = Array.from({ length: 3 }, () => buckets.reserve("a", fast, undefined, 0, 20_000).delayMs);
    expect(slots).toEqual([10_000, 10_100, 10_200]);
  });
});
