import { number } from "#lib/i18n.svelte.ts";

const megabyte = 1024 * 1024;

/** What the API takes, from 100,000 to 25,000,000 bytes, in megabytes with one decimal. */
export const fileLimit = { minimum: 0.1, maximum: 23.8 };

/** A limit as it is shown: "10", "1,5". */
export const megabytesOf = (bytes: number): string => number(Math.round((bytes / megabyte) * 10) / 10);

/** A limit as it is typed, with a comma or a point; undefined where it is none that the API takes. */
export function bytesOf(text: string): number | undefined {
  const megabytes = /^\d{1,2}([.,]\d)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : Number.NaN;
  return megabytes >= fileLimit.minimum && megabytes <= fileLimit.maximum
    ? Math.round(megabytes * megabyte)
    : undefined;
}
