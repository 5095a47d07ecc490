/** Schedules and policies in plain words. */
import { businessDate, i18n, money } from "#lib/i18n.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import type { Policy, ReminderRule } from "./dunning.ts";

/** The days of the week by number: Monday is 1. */
export const weekdayName = (weekday: number): string =>
  new Intl.DateTimeFormat(i18n.locale, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));

/** An hour of the clock as the language writes it: 8 is "08.00" in Indonesian. */
export const clockHour = (hour: number): string =>
  `${String(hour).padStart(2, "0")}${i18n.locale === "id" ? "." : ":"}00`;

/** Where a reminder stands to the due date: "3 hari sebelum jatuh tempo". */
export function offsetWords(offsetDays: number): string {
  if (offsetDays === 0) return m.dunning_offset_on();
  return offsetDays < 0 ? m.dunning_offset_before({ days: -offsetDays }) : m.dunning_offset_after({ days: offsetDays });
}

const listed = (list: readonly string[]): string =>
  new Intl.ListFormat(i18n.locale === "id" ? "id-ID" : "en-GB", { type: "conjunction" }).format(list);

/** The hours of a week, days of the same hours together: "Senin–Kamis 08.00–16.00, Jumat 08.00–11.00". */
export function openingWords(openings: Policy["openings"]): string {
  const spans: { from: number; to: number; hours: string }[] = [];
  for (const { weekday, fromHour, untilHour } of openings.toSorted((a, b) => a.weekday - b.weekday)) {
    const hours = `${clockHour(fromHour)}–${clockHour(untilHour)}`;
    const last = spans.at(-1);
    if (last?.hours === hours && last.to === weekday - 1) last.to = weekday;
    else spans.push({ from: weekday, to: weekday, hours });
  }
  return spans
    .map(({ from, to, hours }) => {
      const days = from === to ? weekdayName(from) : `${weekdayName(from)}–${weekdayName(to)}`;
      return `${days} ${hours}`;
    })
    .join(", ");
}

/** What a policy will do, a sentence for each part of it. */
export function policyWords(policy: Policy, activeFrom: string | null): string[] {
  if (!policy.enabled) return [m.dunning_policy_is_off()];
  const { daysAfterDue, openings, minimumOwed, noticeDays, closedDates } = policy;
  const notices = noticeDays.toSorted((a, b) => b - a).map((days) => m.dunning_days({ days }));
  return [
    m.dunning_policy_when({
      days: m.dunning_days({ days: daysAfterDue }),
      openings: openingWords(openings),
      zone: i18n.zoneName,
    }),
    ...(minimumOwed > 0 ? [m.dunning_policy_minimum({ amount: money(minimumOwed) })] : []),
    notices.length > 0 ? m.dunning_policy_notices({ days: listed(notices) }) : m.dunning_policy_no_notice(),
    ...(closedDates.length > 0
      ? [m.dunning_policy_closed({ dates: listed(closedDates.toSorted().map(businessDate)) })]
      : []),
    m.dunning_policy_lifted(),
    ...(activeFrom ? [m.dunning_policy_from({ date: businessDate(activeFrom) })] : []),
  ];
}

/** A schedule as one line: "3 hari sebelum jatuh tempo pukul 09.00; …". */
export const scheduleSummary = (rules: readonly ReminderRule[]): string =>
  rules
    .filter(({ enabled }) => enabled)
    .toSorted((a, b) => a.offsetDays - b.offsetDays)
    .map(({ offsetDays, hour }) => m.dunning_rule_at({ when: offsetWords(offsetDays), hour: clockHour(hour) }))
    .join("; ");
