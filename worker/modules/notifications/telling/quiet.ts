/** Quiet hours: what is not urgent waits for their end. */
import { addDays, dateIn, startOfDate, type TimeZone } from "../../../core/time.ts";

const minuteMs = 60_000;
const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(":").map(Number) as [number, number];
  return hours * 60 + minutes;
};

/**
 * When the quiet hours that `atMs` falls in are over, or undefined outside of them. They may span midnight; from equal to
 * to is none at all.
 */
export function quietUntil(
  { quietFrom, quietTo }: { quietFrom: string | null; quietTo: string | null },
  zone: TimeZone,
  atMs: number,
): number | undefined {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return undefined;
  const today = dateIn(zone, atMs);
  const minute = Math.floor((atMs - startOfDate(zone, today)) / minuteMs);
  const [from, to] = [minutesOf(quietFrom), minutesOf(quietTo)];
  const endsAt = (date: string) => startOfDate(zone, date) + to * minuteMs;
  if (from < to) return minute >= from && minute < to ? endsAt(today) : undefined;
  if (minute >= from) return endsAt(addDays(today, 1));
  return minute < to ? endsAt(today) : undefined;
}
