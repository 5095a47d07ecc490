/** When a task is done: in words that need no cron syntax, in the tenant's time zone. */
import { z } from "@hono/zod-openapi";
import { addDays, addMonths, dateIn, dayOfMonth, startOfDate, weekdayOf, type TimeZone } from "../../core/time.ts";

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ description: "In the company's time zone.", example: "08:00" });

export const schedule = z
  .discriminatedUnion("every", [
    z.object({ every: z.literal("hour"), minute: z.int().min(0).max(59) }),
    z.object({ every: z.literal("day"), at: time }),
    /** Monday is 1, Sunday 7. */
    z.object({ every: z.literal("week"), weekday: z.int().min(1).max(7), at: time }),
    /** A day that a month lacks is its last. */
    z.object({ every: z.literal("month"), day: z.int().min(1).max(31), at: time }),
  ])
  .openapi("Schedule");
export type Schedule = z.infer<typeof schedule>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * The first moment of a schedule after another one, in epoch milliseconds; a moment of the schedule is followed by the
 * next one. The three zones are whole hours from UTC, so a minute of the hour is the same in each.
 */
export function nextOccurrence(schedule: Schedule, afterMs: number, zone: TimeZone): number {
  if (schedule.every === "hour") {
    const first = Math.floor(afterMs / hourMs) * hourMs + schedule.minute * minuteMs;
    return first > afterMs ? first : first + hourMs;
  }
  const [first, second] = nextDates(schedule, dateIn(zone, afterMs)).map(
    (date) => startOfDate(zone, date) + timeOfDay(schedule.at),
  ) as [number, number];
  return first > afterMs ? first : second;
}

/** The date of a schedule that is today or next in its week, or in this month though it may be past; and the one after. */
function nextDates(schedule: Exclude<Schedule, { every: "hour" }>, today: string): [string, string] {
  switch (schedule.every) {
    case "day":
      return [today, addDays(today, 1)];
    case "week": {
      const first = addDays(today, (schedule.weekday - weekdayOf(today) + 7) % 7);
      return [first, addDays(first, 7)];
    }
    case "month": {
      const month = today.slice(0, 7);
      return [dayOfMonth(month, schedule.day), dayOfMonth(addMonths(month, 1), schedule.day)];
    }
  }
}

const timeOfDay = (at: string): number => Number(at.slice(0, 2)) * hourMs + Number(at.slice(3)) * minuteMs;
