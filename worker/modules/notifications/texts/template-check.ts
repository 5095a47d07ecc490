/** What is wrong with a template. Found when it is saved, so that nothing goes wrong when it is sent. */
import type { Locale } from "../../../core/errors.ts";
import { segmentsOf } from "../../../core/sms.ts";
import { compose, hasSubject } from "./compose.ts";
import { variablesOf, type Kind, type Value, type Variable } from "../kind.ts";
import { render, templateFault } from "./liquid.ts";
import type { Content, Outlet, ProviderTemplate } from "../types.ts";
import { exampleValues, formatValues, reveal } from "./values.ts";

export interface TemplateTexts {
  subject: string | null;
  body: string | null;
  providerTemplate: ProviderTemplate | null;
}

export interface Fault {
  field: string;
  message: Record<Locale, string>;
}

/** A kind's texts over one outlet, in one language. */
export interface TemplateKey {
  kind: Kind;
  outlet: Outlet;
  locale: Locale;
}

/** Stands where a notification's own link will. */
export const exampleLink = "https://tepi.example/pay/000000000000000000000000000000000000";

const longestSubject = 200;
/** More than this is a letter, and each part is paid for. */
export const mostSegments = 6;
/**
 * Characters of a whole message. Telegram: Bot API, sendMessage. Discord: Webhook resource, embed description. WhatsApp:
 * Cloud API, text messages. The others are ours.
 */
const longestText: Record<Exclude<Outlet, "sms" | "push">, number> = {
  inApp: 2000,
  email: 20_000,
  whatsapp: 4096,
  telegram: 4096,
  discord: 4096,
};
/** FCM hands a device 4096 bytes (HTTP v1, message payload); some are the frame around title and text. */
const longestPushBytes = 3500;

/** All faults of a template's texts; those that are null are the defaults', which have none. */
export function faultsOf(key: TemplateKey, texts: TemplateTexts, timeZone: string): Fault[] {
  const faults = [...subjectFaults(key, texts), ...textFaults(key, "body", texts.body), ...parameterFaults(key, texts)];
  return faults.length > 0 ? faults : fillingFaults(key, texts, timeZone);
}

function subjectFaults(key: TemplateKey, { subject }: TemplateTexts): Fault[] {
  if (subject === null) return [];
  if (!hasSubject(key.outlet))
    return [fault("subject", "Saluran ini tidak memakai judul.", "Messages of this channel have no subject.")];
  const secret = secretsOf(key.kind).find((name) => new RegExp(`\\b${name}\\b`).test(subject));
  if (secret) return [fault("subject", `${secret} tidak boleh ada di judul.`, `${secret} can't stand in the subject.`)];
  return textFaults(key, "subject", subject);
}

/** Tried with the examples, and with nothing: what is not given is null, not absent. */
function textFaults({ kind, locale }: TemplateKey, field: string, text: string | null): Fault[] {
  if (text === null) return [];
  if (text.trim() === "") return [fault(field, "Tulis sesuatu.", "Write something.")];
  if (/[⟦⟧]/u.test(text)) return [fault(field, "Tanda ⟦ dan ⟧ tidak dapat dipakai.", "⟦ and ⟧ can't be used.")];
  const variables = variablesOf(kind);
  for (const values of [exampleValues(variables), {}]) {
    const message = templateFault(text, formatValues(variables, values, locale, "UTC"));
    if (message) return [{ field, message }];
  }
  const examples = formatValues(variables, exampleValues(variables), locale, "UTC");
  return render(text, examples) === "" ? [fault(field, "Hasilnya kosong.", "What comes out is empty.")] : [];
}

/** The approved template is WhatsApp's; its parameters are kept by Meta, so that no one-time link may be among them. */
function parameterFaults({ kind, outlet }: TemplateKey, { providerTemplate }: TemplateTexts): Fault[] {
  if (!providerTemplate) return [];
  if (outlet !== "whatsapp")
    return [fault("providerTemplate", "Hanya WhatsApp yang memakainya.", "WhatsApp alone has these.")];
  const variables = variablesOf(kind);
  return providerTemplate.parameters.flatMap((name, n) => {
    const field = `providerTemplate.parameters.${n}`;
    if (!variables[name]) return [fault(field, `Variabel tidak dikenal: ${name}.`, `Unknown variable: ${name}.`)];
    if (variables[name].secret)
      return [
        fault(field, "Tautan sekali pakai tidak dapat menjadi parameter.", "A one-time link can't be a parameter."),
      ];
    return [];
  });
}

/** Filled with the examples, a message must fit its channel and keep its one-time links whole. */
function fillingFaults(key: TemplateKey, texts: TemplateTexts, timeZone: string): Fault[] {
  const variables = variablesOf(key.kind);
  const values = exampleValues(variables);
  const content = compose({ ...key, own: texts, values, link: key.kind.linkVariable ? null : exampleLink, timeZone });
  const shown = revealExamples(content, variables);
  if (/[⟦⟧]/u.test(`${shown.subject} ${shown.text}`))
    return [
      fault(
        "body",
        "Tautan sekali pakai harus ditulis apa adanya, tanpa filter.",
        "A one-time link must be written as it is, without a filter.",
      ),
    ];
  return lengthFaults(key.outlet, shown);
}

function lengthFaults(outlet: Outlet, { subject, text }: Content): Fault[] {
  const faults: Fault[] = [];
  if (subject && subject.length > longestSubject)
    faults.push(tooLong("subject", `${longestSubject} karakter`, `${longestSubject} characters`));
  if (outlet === "sms") {
    if (segmentsOf(text).segments > mostSegments)
      faults.push(tooLong("body", `${mostSegments} bagian SMS`, `${mostSegments} parts of an SMS`));
  } else if (outlet === "push") {
    if (Buffer.byteLength(`${subject}${text}`) > longestPushBytes)
      faults.push(tooLong("body", `${longestPushBytes} byte`, `${longestPushBytes} bytes`));
  } else if ([...text].length > longestText[outlet])
    faults.push(tooLong("body", `${longestText[outlet]} karakter`, `${longestText[outlet]} characters`));
  return faults;
}

const secretsOf = (kind: Kind): string[] =>
  Object.entries(variablesOf(kind)).flatMap(([name, { secret }]) => (secret ? [name] : []));

/** A message with the examples of its one-time links in their places, for people to look at. */
export function revealExamples(content: Content, variables: Record<string, Variable>): Content {
  const secrets = Object.fromEntries(
    Object.entries(variables).flatMap(([name, { secret, example }]) => (secret ? [[name, String(example)]] : [])),
  );
  const { secrets: _names, sealed: _sealed, ...rest } = content;
  return {
    ...rest,
    text: reveal(rest.text, secrets),
    ...(rest.html !== undefined && { html: reveal(rest.html, secrets) }),
    ...(rest.link && { link: { ...rest.link, url: reveal(rest.link.url, secrets) } }),
  };
}

/** Values of a kind where there is nothing real to show: its examples. */
export const examplesOf = (kind: Kind): Record<string, Value> => exampleValues(variablesOf(kind));

const fault = (field: string, id: string, en: string): Fault => ({ field, message: { id, en } });
const tooLong = (field: string, id: string, en: string): Fault =>
  fault(field, `Terlalu panjang: paling banyak ${id}.`, `Too long: at most ${en}.`);
