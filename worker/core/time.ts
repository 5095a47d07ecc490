/** Business dates (`YYYY-MM-DD`), months (`YYYY-MM`) and moments (epoch milliseconds) in a tenant's time zone. */

export const timeZones = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] as const;
export type TimeZone = (typeof timeZones)[number];

/** Indonesia's zones have had fixed offsets since 1988: no daylight saving. */
const offsetHours: Record<TimeZone, number> = { "Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9 };

const dayMs = 86_400_000;

/** The business date of a moment. */
export const dateIn = (zone: TimeZone, atMs: number): string =>
  new Date(atMs + offsetHours[zone] * 3_600_000).toISOString().slice(0, 10);

/** The moment at which a business date begins. */
export const startOfDate = (zone: TimeZone, date: string): number =>
  Date.parse(`${date}T00:00:00Z`) - offsetHours[zone] * 3_600_000;

/** The hour of the day, 0–23, of a moment. */
export const hourIn = (zone: TimeZone, atMs: number): number =>
  Math.floor((atMs - startOfDate(zone, dateIn(zone, atMs))) / 3_600_000);

/** Monday is 1, Sunday 7 (ISO 8601). */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** A business date some days later (or earlier). */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** Days from `from` until `until`, not counting `until` itself. */
export const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

/** A month some months later (or earlier): `2026-11` + 2 is `2027-01`. */
export function addMonths(month: string, months: number): string {
  const [year, ordinal] = month.split("-").map(Number) as [number, number];
  const total = year * 12 + (ordinal - 1) + months;
  return `${String(Math.floor(total / 12)).padStart(4, "0")}-${String((total % 12) + 1).padStart(2, "0")}`;
}

/** A day of a month; 29–31 become the last day where the month is shorter. */
export function dayOfMonth(month: string, day: number): string {
  const [year, ordinal] = month.split("-").map(Number) as [number, number];
  const lastDay = new Date(Date.UTC(year, ordinal, 0)).getUTCDate();
  return `${month}-${String(Math.min(day, lastDay)).padStart(2, "0")}`;
}

/** Whether `YYYY-MM-DD` names a day that exists. */
export const isDate = (value: string): boolean => {
  const parsed = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === value;
};

/** A moment as JSON shows it. */
export const isoInstant = (atMs: number): string => new Date(atMs).toISOString();
