/** Making what is sent: a kind's texts, or the tenant's own, filled with values, in the form that an outlet takes. */
import type { Locale } from "../../../core/errors.ts";
import { log } from "../../../core/log.ts";
import type { Row } from "../../../db/store.ts";
import { variablesOf, type Kind, type Texts, type Value } from "../kind.ts";
import { render } from "./liquid.ts";
import { mailHtml } from "./mail-html.ts";
import type { notificationTemplates } from "../schema.ts";
import type { Content, Outlet, ProviderTemplate } from "../types.ts";
import { formatValues } from "./values.ts";

export type Template = Pick<Row<typeof notificationTemplates>, "subject" | "body" | "providerTemplate">;

/** The texts of an outlet before they are filled: those in code where the tenant has none. */
export function textsFor(kind: Kind, outlet: Outlet, locale: Locale, own: Template | undefined) {
  const inCode = defaultTexts(kind.texts[locale], outlet);
  return {
    subject: own?.subject ?? inCode.subject,
    body: own?.body ?? inCode.body,
    providerTemplate: own?.providerTemplate ?? null,
    isDefault: (own?.body ?? null) === null,
  };
}

/** Outlets whose messages have a line above the text. */
export const hasSubject = (outlet: Outlet): boolean => ["inApp", "email", "discord", "push"].includes(outlet);

function defaultTexts({ title, body, short }: Texts, outlet: Outlet): { subject: string | null; body: string } {
  if (hasSubject(outlet)) return { subject: title, body };
  return { subject: null, body: outlet === "sms" ? (short ?? body) : body };
}

export interface ToCompose {
  kind: Kind;
  outlet: Outlet;
  locale: Locale;
  own: Template | undefined;
  values: Record<string, Value>;
  /** A whole address. */
  link: string | null;
  timeZone: string;
}

/** What is sent over an outlet. Secret values stand as their places. */
export function compose({ kind, outlet, locale, own, values, link: given, timeZone }: ToCompose): Content {
  const words = formatValues(variablesOf(kind), values, locale, timeZone);
  const link = given ?? (kind.linkVariable ? (words[kind.linkVariable] ?? null) : null);
  const texts = textsFor(kind, outlet, locale, own);
  const { subject, body } = own ? fillOwn(texts, words, textsFor(kind, outlet, locale, undefined)) : fill(texts, words);
  const label = kind.texts[locale].action ?? open[locale];
  const template = texts.providerTemplate && fillTemplate(texts.providerTemplate, words);
  return {
    subject,
    text: link !== null && spellsLink(outlet) ? `${body}\n\n${link}` : body,
    ...(outlet === "email" && {
      html: mailHtml({
        locale,
        title: subject ?? "",
        body,
        link: link ? { label, url: link } : null,
        sender: words["company"] ?? "",
      }),
    }),
    ...(link !== null && !spellsLink(outlet) && { link: { label, url: link } }),
    ...(template && { template }),
    ...secretsOf(kind, values),
  };
}

type Filled = { subject: string | null; body: string };

const fill = ({ subject, body }: Filled, words: Record<string, string | null>): Filled => ({
  subject: subject === null ? null : render(subject, words).replaceAll(/\s+/g, " "),
  body: render(body, words),
});

/** A tenant's text that a later release can't fill any more, or that comes out empty, gives way to the default. */
function fillOwn(own: Filled, words: Record<string, string | null>, inCode: Filled): Filled {
  try {
    const filled = fill(own, words);
    if (filled.body !== "") return filled;
  } catch (error) {
    log.error("template_failed", error, {});
  }
  return fill(inCode, words);
}

const open: Record<Locale, string> = { id: "Buka", en: "Open" };

/** Channels without buttons have the address in the text; a mail has both. */
const spellsLink = (outlet: Outlet): boolean => ["email", "whatsapp", "sms"].includes(outlet);

const fillTemplate = ({ name, language, parameters }: ProviderTemplate, words: Record<string, string | null>) => ({
  name,
  language,
  // The platform refuses empty parameters and line breaks in them (Cloud API, template messages).
  parameters: parameters.map((parameter) => words[parameter]?.replaceAll(/\s+/g, " ") || "-"),
});

/** Names the secret variables, with the values that are no variables: what the secrets are made of. */
function secretsOf(kind: Kind, values: Record<string, Value>): Pick<Content, "secrets" | "sealed"> {
  const all = variablesOf(kind);
  const secrets = Object.keys(all).filter((name) => all[name]?.secret);
  if (secrets.length === 0) return {};
  return { secrets, sealed: Object.fromEntries(Object.entries(values).filter(([name]) => !(name in all))) };
}
