/** When arrears suspend: days, hours, weekdays, zones (B18), amounts and exemptions, as a table that people can check. */
import { describe, expect, it } from "vitest";
import { isoInstant, startOfDate, type TimeZone } from "../../../core/time.ts";
import { defaultPolicy, dueNotices, forever, judge, type SuspensionPolicy } from "./policy.ts";

/** Seven days after the due date, Monday to Thursday 08–16, Friday 08–11, not on Christmas, from Rp 50.000. */
const policy: SuspensionPolicy = {
  enabled: true,
  daysAfterDue: 7,
  openings: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromHour: 8, untilHour: weekday === 5 ? 11 : 16 })),
  closedDates: ["2026-12-25"],
  minimumOwed: 50_000,
  noticeDays: [3, 1],
};
const zones: Record<string, TimeZone> = { WIB: "Asia/Jakarta", WITA: "Asia/Makassar", WIT: "Asia/Jayapura" };

/** A moment where the company is, and there again in words. */
const moment = (zone: TimeZone, local: string) =>
  startOfDate(zone, local.slice(0, 10)) + (Number(local.slice(11, 13)) * 60 + Number(local.slice(14))) * 60_000;
const local = (zone: TimeZone, atMs: number) =>
  isoInstant(atMs - startOfDate(zone, "1970-01-01"))
    .slice(0, 16)
    .replace("T", " ");

interface Case {
  zone?: keyof typeof zones;
  due: string;
  owed?: number;
  exempt?: string;
  activeFrom?: string;
  policy?: Partial<SuspensionPolicy>;
}
const verdict = (atMs: number, { zone = "WIB", due, owed = 150_000, exempt, activeFrom = "", ...rest }: Case) => {
  const arrears = { oldestDueOn: due, owed, exemptUntil: exempt ?? null };
  const held = { ...policy, ...rest.policy };
  const place = zones[zone] as TimeZone;
  const { verdict: word, at } = judge(held, activeFrom, arrears, { zone: place, nowMs: atMs });
  return at === null ? word : `${word} ${local(place, at)}`;
};

describe("the policy", () => {
  it.each([
    // Days. 23 November 2026 is a Monday.
    ["2026-11-23 10:00", { due: "2026-11-16" }, "due 2026-11-23 10:00"],
    ["2026-11-23 10:00", { due: "2025-01-01" }, "due 2026-11-23 10:00"],
    ["2026-11-23 10:00", { due: "2026-11-17" }, "not_yet 2026-11-24 08:00"],
    ["2026-11-23 10:00", { due: "2026-11-21" }, "not_yet 2026-11-30 08:00"],
    // Hours.
    ["2026-11-23 07:59", { due: "2026-11-16" }, "due 2026-11-23 08:00"],
    ["2026-11-23 15:59", { due: "2026-11-16" }, "due 2026-11-23 15:59"],
    ["2026-11-23 16:00", { due: "2026-11-16" }, "due 2026-11-24 08:00"],
    // Friday ends early, and the weekend is free.
    ["2026-11-27 10:59", { due: "2026-11-16" }, "due 2026-11-27 10:59"],
    ["2026-11-27 11:00", { due: "2026-11-16" }, "due 2026-11-30 08:00"],
    ["2026-11-28 10:00", { due: "2026-11-16" }, "due 2026-11-30 08:00"],
    // Holidays.
    ["2026-12-25 09:00", { due: "2026-11-16" }, "due 2026-12-28 08:00"],
    ["2026-12-24 17:00", { due: "2026-11-16" }, "due 2026-12-28 08:00"],
    // Amounts.
    ["2026-11-23 10:00", { due: "2026-11-16", owed: 50_000 }, "due 2026-11-23 10:00"],
    ["2026-11-23 10:00", { due: "2026-11-16", owed: 49_999 }, "below_minimum"],
    ["2026-11-23 10:00", { due: "2026-11-16", owed: 0, policy: { minimumOwed: 0 } }, "below_minimum"],
    // Exemptions.
    ["2026-11-23 10:00", { due: "2026-11-16", exempt: "2026-11-23" }, "exempt"],
    ["2026-11-23 10:00", { due: "2026-11-16", exempt: "2026-11-22" }, "due 2026-11-23 10:00"],
    ["2026-11-23 10:00", { due: "2026-11-16", exempt: forever }, "exempt"],
    // A policy that was switched on lately gives its notices time.
    ["2026-11-23 10:00", { due: "2026-01-01", activeFrom: "2026-11-26" }, "not_yet 2026-11-26 08:00"],
    ["2026-11-23 10:00", { due: "2026-01-01", activeFrom: "2026-11-28" }, "not_yet 2026-11-30 08:00"],
    // Off, and never open.
    ["2026-11-23 10:00", { due: "2026-11-16", policy: { enabled: false } }, "off"],
    ["2026-11-23 10:00", { due: "2026-11-16", policy: { openings: [] } }, "due"],
  ] as [string, Case, string][])("on %s for %o: %s", (when, given, expected) => {
    expect(verdict(moment("Asia/Jakarta", when), given)).toBe(expected);
  });

  it.each([
    // One moment: half past seven, half past eight, half past nine.
    ["2026-11-23T00:30:00Z", "WIB", "due 2026-11-23 08:00"],
    ["2026-11-23T00:30:00Z", "WITA", "due 2026-11-23 08:30"],
    ["2026-11-23T00:30:00Z", "WIT", "due 2026-11-23 09:30"],
    // Work is over in the east first.
    ["2026-11-23T08:30:00Z", "WIB", "due 2026-11-23 15:30"],
    ["2026-11-23T08:30:00Z", "WITA", "due 2026-11-24 08:00"],
    ["2026-11-23T08:30:00Z", "WIT", "due 2026-11-24 08:00"],
    // Where it is still Sunday the seventh day has not come.
    ["2026-11-22T16:30:00Z", "WIB", "not_yet 2026-11-23 08:00"],
    ["2026-11-22T16:30:00Z", "WITA", "due 2026-11-23 08:00"],
    ["2026-11-22T16:30:00Z", "WIT", "due 2026-11-23 08:00"],
  ])("at %s in %s: %s (B18)", (when, zone, expected) => {
    expect(verdict(Date.parse(when), { zone, due: "2026-11-16" })).toBe(expected);
  });

  it("is off until a company switches it on", () => {
    expect(defaultPolicy.enabled).toBe(false);
  });
});

describe("the notices", () => {
  const notices = (today: string, given: Partial<SuspensionPolicy> = {}, activeFrom = "2026-01-01") =>
    dueNotices({ ...policy, ...given }, activeFrom, today).map(
      ({ suspendsOn, daysBefore, dueFrom, dueTo }) => `${daysBefore}: ${suspendsOn} ${dueFrom ?? ""}..${dueTo}`,
    );

  it.each([
    // Monday: of Tuesday a day before, of Thursday three; Wednesday's first notice was yesterday and is still sent.
    [
      "2026-11-23",
      [
        "1: 2026-11-24 2026-11-17..2026-11-17",
        "3: 2026-11-25 2026-11-18..2026-11-18",
        "3: 2026-11-26 2026-11-19..2026-11-19",
      ],
    ],
    // Friday: Monday takes all that ripens from Saturday on.
    ["2026-11-27", ["3: 2026-11-30 2026-11-21..2026-11-23"]],
    // Sunday: Monday is tomorrow.
    [
      "2026-11-29",
      [
        "1: 2026-11-30 2026-11-21..2026-11-23",
        "3: 2026-12-01 2026-11-24..2026-11-24",
        "3: 2026-12-02 2026-11-25..2026-11-25",
      ],
    ],
  ])("of %s", (today, expected) => {
    expect(notices(today)).toEqual(expected);
  });

  it("tell whoever was in arrears before the policy was switched on, all at once", () => {
    expect(notices("2026-11-23", {}, "2026-11-26")).toEqual(["3: 2026-11-26 ..2026-11-19"]);
    expect(notices("2026-11-27", {}, "2026-11-28")).toEqual(["3: 2026-11-30 ..2026-11-23"]);
  });

  it("are none where the policy is off or wants none", () => {
    expect(notices("2026-11-23", { enabled: false })).toEqual([]);
    expect(notices("2026-11-23", { noticeDays: [] })).toEqual([]);
  });

  it("come for every due date before its suspension, each once, whatever the weekday", () => {
    for (let day = 1; day <= 28; day++) {
      const due = `2026-09-${String(day).padStart(2, "0")}`;
      const told = new Map<string, Set<string>>();
      for (let ahead = 0; ahead < 25; ahead++) {
        const today = new Date(Date.parse(`${due}T00:00:00Z`) + ahead * 86_400_000).toISOString().slice(0, 10);
        for (const notice of dueNotices(policy, "2026-01-01", today))
          if ((notice.dueFrom ?? "") <= due && due <= notice.dueTo)
            told.set(
              String(notice.daysBefore),
              (told.get(String(notice.daysBefore)) ?? new Set()).add(notice.suspendsOn),
            );
      }
      expect([due, [...told.keys()].sort()]).toEqual([due, ["1", "3"]]);
      for (const dates of told.values()) expect(dates.size).toBe(1);
    }
  });
});
