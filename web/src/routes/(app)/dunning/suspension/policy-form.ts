import * as z from "zod/mini";
import type { Policy } from "#lib/dunning/dunning.ts";
import { m } from "#lib/paraglide/messages.js";
import { wholeNumber } from "../../settings/numbers.ts";

/** A day of the week as the form shows it: open or not, and its hours though it is not. */
export type DayForm = { open: boolean; fromHour: string; untilHour: string };

const usualHours = { fromHour: "8", untilHour: "16" };

export type PolicyForm = Omit<Policy, "daysAfterDue" | "openings" | "minimumOwed"> & {
  daysAfterDue: string;
  days: DayForm[];
  /** Undefined while its field is empty. */
  minimumOwed?: number | undefined;
};

export const policyFormOf = (policy: Policy): PolicyForm => ({
  enabled: policy.enabled,
  daysAfterDue: String(policy.daysAfterDue),
  days: [1, 2, 3, 4, 5, 6, 7].map((weekday): DayForm => {
    const opening = policy.openings.find((one) => one.weekday === weekday);
    return opening
      ? { open: true, fromHour: String(opening.fromHour), untilHour: String(opening.untilHour) }
      : { open: false, ...usualHours };
  }),
  closedDates: policy.closedDates.toSorted(),
  minimumOwed: policy.minimumOwed,
  noticeDays: policy.noticeDays,
});

/** The policy of a form, as far as it is filled in rightly. */
export const policyOf = ({ daysAfterDue, days, minimumOwed, ...rest }: PolicyForm): Policy => ({
  ...rest,
  daysAfterDue: Number(daysAfterDue) || 0,
  openings: days.flatMap(({ open, fromHour, untilHour }, index) =>
    open ? [{ weekday: index + 1, fromHour: Number(fromHour), untilHour: Number(untilHour) }] : [],
  ),
  minimumOwed: minimumOwed ?? 0,
});

/** What notices can be chosen, with those that were chosen otherwise. */
export const noticeChoices = (chosen: readonly number[]): number[] =>
  [...new Set([1, 2, 3, 5, 7, ...chosen])].toSorted((a, b) => a - b);

const day = z
  .object({ open: z.boolean(), fromHour: z.string(), untilHour: z.string() })
  .check(({ value: { open, fromHour, untilHour }, issues, value }) => {
    if (open && Number(fromHour) >= Number(untilHour))
      issues.push({ code: "custom", path: ["untilHour"], message: m.dunning_hours_invalid(), input: value });
  });

export const policySchema = z
  .object({
    enabled: z.boolean(),
    daysAfterDue: z.string().check(
      z.refine((text) => wholeNumber(1, 90, () => "").safeParse(text).success, {
        error: () => m.dunning_days_after_invalid(),
      }),
    ),
    days: z.array(day),
    closedDates: z.array(z.string()),
    minimumOwed: z.optional(z.number()),
    noticeDays: z.array(z.number()),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], message, input: value });
    if (value.enabled && !value.days.some(({ open }) => open)) refuse("days", m.dunning_no_day());
    if (value.noticeDays.length > 3) refuse("noticeDays", m.dunning_notices_most());
    else if (value.noticeDays.some((days) => days > Number(value.daysAfterDue)))
      refuse("noticeDays", m.dunning_notices_early());
  });
