import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateIn, startOfDate, timeZones, type TimeZone } from "../../../core/time.ts";
import { quietUntil } from "./quiet.ts";

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const minuteIn = (zone: TimeZone, atMs: number): number =>
  Math.floor((atMs - startOfDate(zone, dateIn(zone, atMs))) / minuteMs);

const minuteOfDay = fc.integer({ min: 0, max: 1439 });
const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
const zone = fc.constantFrom(...timeZones);

describe("quiet hours", () => {
  it("hold from their beginning until before their end on the tenant's clock, also over midnight", () => {
    fc.assert(
      fc.property(zone, minuteOfDay, minuteOfDay, moment, (inZone, from, to, atMs) => {
        const until = quietUntil({ quietFrom: clock(from), quietTo: clock(to) }, inZone, atMs);
        const sinceFrom = (minuteIn(inZone, atMs) - from + 1440) % 1440;
        expect(until !== undefined).toBe(sinceFrom < (to - from + 1440) % 1440);
      }),
    );
  });

  it("are over at their end, within a day, and not quiet again at once", () => {
    fc.assert(
      fc.property(zone, minuteOfDay, minuteOfDay, moment, (inZone, from, to, atMs) => {
        const hours = { quietFrom: clock(from), quietTo: clock(to) };
        const until = quietUntil(hours, inZone, atMs);
        fc.pre(until !== undefined);
        expect(minuteIn(inZone, until as number)).toBe(to);
        expect(until).toBeGreaterThan(atMs);
        expect((until as number) - atMs).toBeLessThanOrEqual(dayMs);
        expect(quietUntil(hours, inZone, until as number)).toBeUndefined();
        expect(quietUntil(hours, inZone, (until as number) - 1)).toBe(until);
      }),
    );
  });

  it("are none where they are not set, or begin when they end", () => {
    fc.assert(
      fc.property(zone, minuteOfDay, moment, (inZone, minute, atMs) => {
        const same = clock(minute);
        expect(quietUntil({ quietFrom: same, quietTo: same }, inZone, atMs)).toBeUndefined();
        expect(quietUntil({ quietFrom: null, quietTo: null }, inZone, atMs)).toBeUndefined();
      }),
    );
  });

  it.each([
    ["Asia/Jakarta", "2026-11-21T15:00:00Z", "2026-11-21T23:00:00Z"],
    ["Asia/Jakarta", "2026-11-21T14:59:59Z", undefined],
    ["Asia/Makassar", "2026-11-21T14:00:00Z", "2026-11-21T22:00:00Z"],
    ["Asia/Jayapura", "2026-12-31T16:30:00Z", "2026-12-31T21:00:00Z"],
  ] as const)("from 22:00 to 06:00 in %s, at %s, last until %s", (inZone, at, until) => {
    const found = quietUntil({ quietFrom: "22:00", quietTo: "06:00" }, inZone, Date.parse(at));
    expect(found).toBe(until && Date.parse(until));
  });
});
