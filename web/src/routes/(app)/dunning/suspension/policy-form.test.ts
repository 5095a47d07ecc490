import { expect, test } from "vitest";
import type { Policy } from "#lib/dunning/dunning.ts";
import { noticeChoices, policyFormOf, policyOf, policySchema } from "./policy-form.ts";

const policy: Policy = {
  enabled: true,
  daysAfterDue: 7,
  openings: [
    { weekday: 1, fromHour: 8, untilHour: 16 },
    { weekday: 5, fromHour: 8, untilHour: 11 },
  ],
  closedDates: ["2026-12-25"],
  minimumOwed: 50_000,
  noticeDays: [3, 1],
};
const faults = (change: object) =>
  policySchema.safeParse({ ...policyFormOf(policy), ...change }).error?.issues.map(({ path }) => path.join("."));

test("a policy is the same after the form", () => {
  expect(policyOf(policyFormOf(policy))).toEqual(policy);
});

test("what the server would refuse is said at its field", () => {
  expect(faults({})).toBeUndefined();
  expect(faults({ daysAfterDue: "0" })).toContain("daysAfterDue");
  expect(faults({ daysAfterDue: "2" })).toEqual(["noticeDays"]);
  expect(faults({ noticeDays: [1, 2, 3, 5] })).toEqual(["noticeDays"]);
  const days = policyFormOf({ ...policy, openings: [] }).days;
  expect(faults({ days })).toEqual(["days"]);
  expect(faults({ days, enabled: false })).toBeUndefined();
  expect(faults({ days: days.with(2, { open: true, fromHour: "9", untilHour: "9" }) })).toEqual(["days.2.untilHour"]);
});

test("a notice that was chosen otherwise can be kept", () => {
  expect(noticeChoices([4])).toEqual([1, 2, 3, 4, 5, 7]);
});
