/** Writing values as people of a language and a time zone read them. */
import type { Locale } from "../../../core/errors.ts";
import { formatRupiah } from "../../../core/money.ts";
import type { Value, ValueType, Variable } from "../kind.ts";

const tag: Record<Locale, string> = { id: "id-ID", en: "en-GB" };

/** One value in words. Null stays null, so that a template can ask for it: `{% if note %}`. */
export function formatValue(value: Value, type: ValueType, locale: Locale, timeZone: string): string | null {
  if (value === null) return null;
  if (type === "rupiah") return formatRupiah(Number(value));
  if (type === "number") return new Intl.NumberFormat(tag[locale]).format(Number(value));
  if (type === "date")
    return new Intl.DateTimeFormat(tag[locale], { dateStyle: "long", timeZone: "UTC" }).format(
      new Date(`${value}T00:00:00Z`),
    );
  if (type === "instant")
    return new Intl.DateTimeFormat(tag[locale], { dateStyle: "long", timeStyle: "short", timeZone }).format(
      new Date(Number(value)),
    );
  return String(value);
}

/**
 * All values of a kind in words, for a template. Secrets stand as `⟦name⟧` until the moment of sending; what was not
 * given is null.
 */
export function formatValues(
  variables: Record<string, Variable>,
  values: Record<string, Value>,
  locale: Locale,
  timeZone: string,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, { type, secret }]) => [
      name,
      secret ? hidden(name) : formatValue(values[name] ?? null, type, locale, timeZone),
    ]),
  );
}

const hidden = (name: string) => `⟦${name}⟧`;

/** Puts secrets where `formatValues` left their places. */
export const reveal = (text: string, secrets: Record<string, string>): string =>
  Object.entries(secrets).reduce((shown, [name, value]) => shown.replaceAll(hidden(name), value), text);

/** The examples of a kind, as values. */
export const exampleValues = (variables: Record<string, Variable>): Record<string, Value> =>
  Object.fromEntries(Object.entries(variables).map(([name, { example }]) => [name, example]));
