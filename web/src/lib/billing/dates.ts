/** `YYYY-MM` some months later; earlier where negative. */
export function addMonths(month: string, count: number): string {
  const at = new Date(`${month.slice(0, 7)}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + count);
  return at.toISOString().slice(0, 7);
}

/** The months around that of a business date, the latest first: `ahead` to come, `behind` gone by. */
export const monthsAround = (today: string, { ahead, behind }: { ahead: number; behind: number }): string[] =>
  Array.from({ length: ahead + behind + 1 }, (_, index) => addMonths(today, ahead - index));

/** A business date (`YYYY-MM-DD`) some days later. */
export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** Whole days from one business date to another; negative when that is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

const offsets: Record<string, string> = {
  "Asia/Jakarta": "+07:00",
  "Asia/Makassar": "+08:00",
  "Asia/Jayapura": "+09:00",
};

/**
 * The moment that stands for money received on a business date: undefined today, where the server's clock knows better,
 * else noon, which is that day in every zone of Indonesia.
 */
export const paidAt = (day: string, today: string, timeZone: string): string | undefined =>
  day === today ? undefined : `${day}T12:00:00${offsets[timeZone] ?? "+07:00"}`;
