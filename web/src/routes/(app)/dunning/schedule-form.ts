import * as z from "zod/mini";
import type { ReminderRule } from "#lib/dunning/dunning.ts";
import { m } from "#lib/paraglide/messages.js";

export type Outlet = NonNullable<ReminderRule["outlets"]>[number];

/** Selects hold text; outlets are joined, none of them meaning "as the rule for notifications says". */
export type RuleForm = { offsetDays: string; hour: string; outlets: string; enabled: boolean };

export const ruleFormOf = ({ offsetDays, hour, outlets, enabled }: ReminderRule): RuleForm => ({
  offsetDays: String(offsetDays),
  hour: String(hour),
  outlets: outlets?.join("+") ?? "",
  enabled,
});

export const ruleOf = ({ offsetDays, hour, outlets, enabled }: RuleForm): ReminderRule => ({
  offsetDays: Number(offsetDays),
  hour: Number(hour),
  outlets: outlets === "" ? null : (outlets.split("+") as Outlet[]),
  enabled,
});

/** Every way to choose of some channels, the single ones first. */
export const outletChoices = (channels: readonly Outlet[]): Outlet[][] =>
  Array.from({ length: 2 ** channels.length - 1 }, (_, index) =>
    channels.filter((_channel, place) => ((index + 1) >> place) & 1),
  ).toSorted((a, b) => a.length - b.length);

/** A day that has no reminder yet, for a new line: the next after the last. */
export function nextOffset(rules: readonly RuleForm[]): string {
  const taken = new Set(rules.map(({ offsetDays }) => Number(offsetDays)));
  const last = Math.max(-4, ...taken);
  const free = Array.from({ length: 90 }, (_, index) => last + 1 + index).find((day) => day <= 90 && !taken.has(day));
  return String(free ?? [...Array(121).keys()].map((day) => day - 30).find((day) => !taken.has(day)) ?? 0);
}

export const scheduleSchema = z.object({
  rules: z
    .array(z.object({ offsetDays: z.string(), hour: z.string(), outlets: z.string(), enabled: z.boolean() }))
    .check(({ value: rules, issues }) => {
      rules.forEach(({ offsetDays }, index) => {
        if (rules.findIndex((rule) => rule.offsetDays === offsetDays) < index)
          issues.push({ code: "custom", path: [index, "offsetDays"], message: m.dunning_offset_twice(), input: rules });
      });
    }),
});
