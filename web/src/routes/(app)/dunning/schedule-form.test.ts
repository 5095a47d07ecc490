import { expect, test } from "vitest";
import { nextOffset, outletChoices, ruleFormOf, ruleOf, scheduleSchema } from "./schedule-form.ts";

const rule = (offsetDays: number) => ruleFormOf({ offsetDays, hour: 9, outlets: null, enabled: true });

test("a rule is the same after the form", () => {
  for (const outlets of [null, ["whatsapp" as const], ["email" as const, "sms" as const]])
    expect(ruleOf(ruleFormOf({ offsetDays: -3, hour: 9, outlets, enabled: false }))).toEqual({
      ...{ offsetDays: -3, hour: 9, outlets, enabled: false },
    });
});

test("every choice of channels is offered once", () => {
  expect(outletChoices(["whatsapp", "email", "sms"]).map((list) => list.join("+"))).toEqual([
    ...["whatsapp", "email", "sms", "whatsapp+email", "whatsapp+sms", "email+sms", "whatsapp+email+sms"],
  ]);
});

test("a new line is a day that has none yet", () => {
  expect(nextOffset([])).toBe("-3");
  expect(nextOffset([rule(-3), rule(7)])).toBe("8");
  expect(nextOffset([rule(90)])).toBe("-30");
});

test("a day that stands there twice is said at the second", () => {
  const result = scheduleSchema.safeParse({ rules: [rule(1), rule(3), rule(1)] });
  expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual(["rules.2.offsetDays"]);
});
