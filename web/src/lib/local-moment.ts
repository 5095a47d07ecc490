const offsets: Record<string, string> = {
  "Asia/Jakarta": "+07:00",
  "Asia/Makassar": "+08:00",
  "Asia/Jayapura": "+09:00",
};

/** What a `datetime-local` field of a zone says, as ISO 8601 with its offset. */
export const momentOfLocal = (local: string, timeZone: string): string =>
  `${local.slice(0, 16)}:00${offsets[timeZone] ?? "+07:00"}`;

/** A moment as a `datetime-local` field of a zone takes it: `2026-11-20T14:05`. */
export function localOfMoment(at: string | number, timeZone: string): string {
  const offsetHours = Number((offsets[timeZone] ?? "+07:00").slice(0, 3));
  return new Date(new Date(at).getTime() + offsetHours * 3_600_000).toISOString().slice(0, 16);
}

/** The first moment of a business date in a zone. */
export const startOfDay = (date: string, timeZone: string): string => momentOfLocal(`${date}T00:00`, timeZone);

/** The business date after this one. */
export const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
