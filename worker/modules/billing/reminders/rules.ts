/** Which rule of a schedule is due when. Pure: dates and hours are those of the company's time zone (B18). */
import type { CustomerChannel } from "../../../core/channels.ts";
import { addDays } from "../../../core/time.ts";

/** One line of a schedule. */
export interface ReminderRule {
  /** Days from the due date: -3 is three days before it, 0 the day itself. */
  offsetDays: number;
  /** The hour of the day from which it is sent, 0–23. */
  hour: number;
  /** Null: where the company's rule for that kind of message says. */
  outlets: CustomerChannel[] | null;
  enabled: boolean;
}

/** What holds until a company says otherwise. */
export const defaultRules: readonly ReminderRule[] = [-3, 0, 3, 7].map((offsetDays) => ({
  offsetDays,
  hour: 9,
  outlets: null,
  enabled: true,
}));

/** How many days late a reminder is still sent, after nothing ran for a while. */
const latestDays = 7;
/** How many hours from its own a rule is sent; later it waits for the next day, so that nobody is told at night. */
const openHours = 12;

/** The rule that the invoices of one due date are to be told by. */
export interface DueRule {
  rule: ReminderRule;
  dueOn: string;
}

/**
 * What is to be told on `today` at `hour`: for each due date only the latest rule whose day has come, so that nobody gets
 * several after an outage. What was to come before the due date is not told after it.
 */
export function dueRules(rules: readonly ReminderRule[], today: string, hour: number): DueRule[] {
  const enabled = rules.filter((rule) => rule.enabled).sort((left, right) => left.offsetDays - right.offsetDays);
  const latest = (dueOn: string) => enabled.findLast(({ offsetDays }) => addDays(dueOn, offsetDays) <= today);
  return enabled
    .filter((rule) => hour >= rule.hour && hour < rule.hour + openHours)
    .flatMap((rule) =>
      Array.from({ length: latestDays + 1 }, (_, late) => addDays(today, -rule.offsetDays - late))
        .filter((dueOn) => latest(dueOn) === rule && (rule.offsetDays >= 0 || dueOn >= today))
        .map((dueOn) => ({ rule, dueOn })),
    );
}

/** `due-3`, `due+0`, `due+7`: how a rule is named where it was told. */
export const stepOf = ({ offsetDays }: Pick<ReminderRule, "offsetDays">): string =>
  `due${offsetDays < 0 ? "" : "+"}${offsetDays}`;
