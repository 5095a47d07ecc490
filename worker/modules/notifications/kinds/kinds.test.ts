/** Every kind, on every outlet it can go to, in both languages. */
import { describe, expect, it } from "vitest";
import { locales, type Locale } from "../../../core/errors.ts";
import { segmentsOf } from "../../../core/sms.ts";
import { compose } from "../texts/compose.ts";
import { kinds } from "./index.ts";
import { variablesOf, type Kind, type Value } from "../kind.ts";
import { templateFault } from "../texts/liquid.ts";
import { ruledOutlets } from "../telling/outlets.ts";
import type { Content, Outlet } from "../types.ts";
import { exampleValues, formatValues, reveal } from "../texts/values.ts";

const all = [...kinds.values()].map((kind) => [kind.name, kind] as const);
const timeZone = "Asia/Jakarta";
const everyMember = <T>(make: (outlet: Outlet, locale: Locale) => T, kind: Kind): T[] =>
  ruledOutlets(kind).flatMap((outlet) => locales.map((locale) => make(outlet, locale)));

/** What is sent, with its secrets in their places. */
function sent(kind: Kind, outlet: Outlet, locale: Locale, values: Record<string, Value>): Content {
  const content = compose({ kind, outlet, locale, own: undefined, values, link: "https://tepi.example/x", timeZone });
  const secrets = Object.fromEntries(
    (content.secrets ?? []).map((name) => [name, String(variablesOf(kind)[name]?.example)]),
  );
  return { ...content, text: reveal(content.text, secrets) };
}
const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** What each channel takes (the provider's documentation, as its courier checks it). */
const fits: Record<Outlet, (content: Content) => boolean> = {
  inApp: ({ subject, text }) => (subject ?? "").length <= 200 && text.length <= 4000,
  email: ({ subject, html }) => (subject ?? "").length <= 200 && bytes(html) < 100_000,
  whatsapp: ({ text }) => text.length <= 4096,
  telegram: ({ text }) => text.length <= 4096,
  discord: ({ subject, text }) => (subject ?? "").length <= 256 && text.length <= 4096,
  push: ({ subject, text, link }) => bytes({ notification: { title: subject, body: text }, data: link ?? {} }) <= 4000,
  sms: ({ text }) => segmentsOf(text).segments <= 3,
};

describe("every kind of notification", () => {
  it.each(all)("%s says something in both languages on each of its outlets", (_, kind) => {
    const texts = everyMember((outlet, locale) => sent(kind, outlet, locale, exampleValues(variablesOf(kind))), kind);
    for (const { subject, text } of texts) {
      expect(text.length).toBeGreaterThan(0);
      expect(`${subject ?? ""}${text}`).not.toMatch(/\{\{|\{%|⟦|undefined|null|NaN/);
    }
  });

  it.each(all)("%s can be written although nothing of it is known", (_, kind) => {
    const nothing = Object.fromEntries(Object.keys(variablesOf(kind)).map((name) => [name, null]));
    const texts = everyMember((outlet, locale) => sent(kind, outlet, locale, nothing), kind);
    for (const { subject, text } of texts) expect(`${subject ?? ""}${text}`).not.toMatch(/undefined|null|NaN/);
  });

  it.each(all)("%s uses no variable that it does not have", (_, kind) => {
    for (const locale of locales) {
      const examples = formatValues(variablesOf(kind), exampleValues(variablesOf(kind)), locale, timeZone);
      const { title, body, short = "", action = "" } = kind.texts[locale];
      for (const text of [title, body, short, action]) expect(templateFault(text, examples)).toBeUndefined();
    }
  });

  it.each(all)("%s fits what each of its channels takes", (_, kind) => {
    const tooLong = everyMember(
      (outlet, locale) =>
        fits[outlet](sent(kind, outlet, locale, exampleValues(variablesOf(kind)))) ? [] : [`${outlet} ${locale}`],
      kind,
    ).flat();
    expect(tooLong).toEqual([]);
  });

  it.each(all)("%s is sent by default only where it can go, and never keeps a secret in a feed", (_, kind) => {
    expect(ruledOutlets(kind)).toEqual(expect.arrayContaining([...kind.outlets]));
    if (Object.values(kind.variables).some(({ secret }) => secret)) expect(kind.outlets).not.toContain("inApp");
  });

  it("has a name of its own and a description in both languages", () => {
    for (const locale of locales) {
      const names = all.map(([, { words }]) => words[locale].name);
      expect(new Set(names).size).toBe(names.length);
      for (const [, { words }] of all) expect(words[locale].description).not.toBe("");
    }
  });
});
