/** Which rule tells which due date: a table of days, for schedules as companies have them. */
import { describe, expect, it } from "vitest";
import { addDays } from "../../../core/time.ts";
import { defaultRules, dueRules, stepOf, type ReminderRule } from "./rules.ts";

const today = "2026-11-20";
const rule = (offsetDays: number, hour = 9, enabled = true): ReminderRule => ({
  offsetDays,
  hour,
  outlets: null,
  enabled,
});
/** What is told at an hour: `step` of what is due so many days from today. */
const told = (rules: readonly ReminderRule[], hour = 9) =>
  Object.fromEntries(
    dueRules(rules, today, hour).map(({ rule: due, dueOn }) => [
      Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000),
      stepOf(due),
    ]),
  );

describe("the usual schedule", () => {
  it("tells each due date by the latest rule whose day has come, and at most a week late", () => {
    expect(told(defaultRules)).toEqual({
      ...{ 3: "due-3", 2: "due-3", 1: "due-3" },
      ...{ 0: "due+0", [-1]: "due+0", [-2]: "due+0" },
      ...{ [-3]: "due+3", [-4]: "due+3", [-5]: "due+3", [-6]: "due+3" },
      ...{ [-7]: "due+7", [-8]: "due+7", [-9]: "due+7", [-10]: "due+7" },
      ...{ [-11]: "due+7", [-12]: "due+7", [-13]: "due+7", [-14]: "due+7" },
    });
  });

  it.each([
    [8, 0],
    [9, 18],
    [20, 18],
    [21, 0],
    [0, 0],
  ])("at %i o'clock tells %i due dates", (hour, dates) => {
    expect(Object.keys(told(defaultRules, hour))).toHaveLength(dates);
  });
});

describe("a schedule", () => {
  it.each([
    ["with nothing tells nothing", [], {}],
    ["whose rules are off tells nothing", [rule(0, 9, false)], {}],
    ["tells before the due date only until it", [rule(-2)], { 2: "due-2", 1: "due-2", 0: "due-2" }],
    [
      "with a rule each day tells each date once",
      [rule(0), rule(1), rule(2)].reverse(),
      {
        ...{ 0: "due+0", [-1]: "due+1" },
        ...Object.fromEntries([2, 3, 4, 5, 6, 7, 8, 9].map((late) => [-late, "due+2"])),
      },
    ],
    [
      "skips what is off as if it were not there",
      [rule(0), rule(1, 9, false), rule(8)],
      {
        ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((late) => [-late, "due+0"])),
        ...Object.fromEntries([8, 9, 10, 11, 12, 13, 14, 15].map((late) => [-late, "due+8"])),
      },
    ],
  ] as [string, ReminderRule[], Record<number, string>][])("%s", (_, rules, expected) => {
    expect(told(rules)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([day, step]) => [Number(day) + 0, step])),
    );
  });

  it("waits for a later rule's hour rather than send an earlier one's again on its day", () => {
    const rules = [rule(-3, 9), rule(0, 18)];
    expect(told(rules, 9)[0]).toBeUndefined();
    expect(told(rules, 18)[0]).toBe("due+0");
  });

  it("never tells a due date twice on one day, whatever its rules and hours", () => {
    const rules = [-30, -7, -1, 0, 1, 2, 10, 90].map((offset, n) => rule(offset, (n * 5) % 24));
    for (let day = -100; day <= 40; day++) {
      const dueOn = addDays(today, day);
      const hours = Array.from({ length: 24 }, (_, hour) => dueRules(rules, today, hour))
        .flatMap((due) => due.filter((each) => each.dueOn === dueOn))
        .map((each) => stepOf(each.rule));
      expect(new Set(hours).size).toBeLessThanOrEqual(1);
    }
  });
});
