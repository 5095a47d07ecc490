import { getLocale, isLocale, overwriteGetLocale, setLocale, type Locale } from "#lib/paraglide/runtime.js";

const localeKey = "PARAGLIDE_LOCALE";

/** The compiled messages store what they resolve first, which would pass for the user's choice ever after. */
function resolveLocale(): Locale {
  const chosen = globalThis.localStorage?.getItem(localeKey);
  const resolved = getLocale();
  if (!chosen) globalThis.localStorage?.removeItem(localeKey);
  return resolved;
}

/** One rune behind every message, so that a change of language needs no reload. */
let current = $state<Locale>(resolveLocale());
overwriteGetLocale(() => current);
let timeZone = $state("Asia/Jakarta");

/** British English, because `en-ID` writes 1.284 for one thousand. */
const tags = { id: "id-ID", en: "en-GB" } as const;
const zoneNames: Record<string, string> = { "Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };

export const i18n = {
  get locale(): Locale {
    return current;
  },
  /** The tenant's time zone, which all times are shown in. */
  get timeZone(): string {
    return timeZone;
  },
  /** WIB, WITA or WIT. */
  get zoneName(): string {
    return zoneNames[timeZone] ?? timeZone;
  },
  /** The user's choice, remembered on this device. */
  set(locale: Locale): void {
    current = locale;
    void setLocale(locale, { reload: false });
  },
  /** The tenant's zone, and its language while the user has chosen none. */
  useTenant(tenant: { timeZone: string; locale?: string | undefined }): void {
    timeZone = tenant.timeZone;
    const chosen = localStorage.getItem(localeKey);
    if (!chosen && tenant.locale && isLocale(tenant.locale)) current = tenant.locale;
  },
};

/** Making a formatter costs far more than using it, and a table uses the same one hundreds of times. */
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached(`n${current}${JSON.stringify(options)}`, () => new Intl.NumberFormat(tags[current], options));
}
function dates(options: Intl.DateTimeFormatOptions, zone = timeZone): Intl.DateTimeFormat {
  const key = `d${current}${zone}${JSON.stringify(options)}`;
  return cached(key, () => new Intl.DateTimeFormat(tags[current], { ...options, timeZone: zone }));
}
function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const known = formatters.get(key) as T | undefined;
  if (known) return known;
  const made = make();
  formatters.set(key, made);
  return made;
}

const rupiah = {
  style: "currency",
  currency: "IDR",
  currencyDisplay: "narrowSymbol",
  maximumFractionDigits: 0,
} as const;

/** Integer rupiah: "Rp 250.000", in English "Rp 250,000". */
export const money = (amount: number): string => numbers(rupiah).format(amount);
/** For tight places: "Rp 1,2 jt". */
export const moneyCompact = (amount: number): string =>
  numbers({ ...rupiah, notation: "compact", maximumFractionDigits: 1 }).format(amount);
export const number = (value: number): string => numbers({}).format(value);
/** A ratio: 0.125 is "12,5%". */
export const percent = (ratio: number): string => numbers({ style: "percent", maximumFractionDigits: 1 }).format(ratio);
const sizeUnits = ["kilobyte", "megabyte", "gigabyte"] as const;

/** A size for people, in steps of 1024 as most systems show it: 1288490 is "1,2 MB". */
export function fileSize(bytes: number): string {
  // What is there at all is not nothing.
  if (bytes > 0 && bytes < 1024) return fileSize(1024);
  const step = bytes < 1024 ** 2 ? 0 : bytes < 1024 ** 3 ? 1 : 2;
  const maximumFractionDigits = step === 0 ? 0 : 1;
  return numbers({ style: "unit", unit: sizeUnits[step], maximumFractionDigits }).format(bytes / 1024 ** (step + 1));
}

/** A moment (ISO 8601 or epoch milliseconds) as its day: "20 Nov 2026". */
export const date = (at: string | number): string =>
  dates({ day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
/** "20 Nov 2026, 14.05" in the tenant's zone. */
export const dateTime = (at: string | number): string =>
  dates({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(at));
/** The exact moment with seconds and zone, for a tooltip. */
export const dateTimeExact = (at: string | number): string =>
  `${dates({ dateStyle: "full", timeStyle: "medium" }).format(new Date(at))} ${i18n.zoneName}`;
export const time = (at: string | number): string => dates({ hour: "2-digit", minute: "2-digit" }).format(new Date(at));

/** A business date (`YYYY-MM-DD`) is a day, not a moment: no zone may move it. */
export const businessDate = (day: string): string =>
  dates({ day: "numeric", month: "short", year: "numeric" }, "UTC").format(new Date(`${day}T00:00:00Z`));
/** "Jumat, 20 November 2026". */
export const businessDateLong = (day: string): string =>
  dates({ dateStyle: "full" }, "UTC").format(new Date(`${day}T00:00:00Z`));
/** "20 Nov", for an axis. */
export const businessDayMonth = (day: string): string =>
  dates({ day: "numeric", month: "short" }, "UTC").format(new Date(`${day}T00:00:00Z`));
/** The month of a business date or of `YYYY-MM`: "November 2026". */
export const businessMonth = (month: string): string =>
  dates({ month: "long", year: "numeric" }, "UTC").format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));

/** "Nov 2026", for an axis. */
export const businessMonthShort = (month: string): string =>
  dates({ month: "short", year: "numeric" }, "UTC").format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));

/** The business date of a moment in the tenant's zone. */
export function businessDay(at: number = Date.now()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

const steps = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** "5 menit yang lalu", "kemarin"; beyond a week the date. */
export function relative(at: string | number, now: number = Date.now()): string {
  const difference = new Date(at).getTime() - now;
  if (Math.abs(difference) > 7 * 86_400_000) return date(at);
  const words = new Intl.RelativeTimeFormat(tags[current], { numeric: "auto" });
  for (const [unit, milliseconds] of steps) {
    if (Math.abs(difference) >= milliseconds) return words.format(Math.trunc(difference / milliseconds), unit);
  }
  return words.format(0, "second");
}
