/** Placeholders of a gateway's record: `{{to}}`, `{{text}}`, `{{ref}}`, `{{secret.name}}`. Values are put in, never read again. */

export interface Values {
  to: string;
  text: string;
  /** Our id of the delivery. */
  ref: string;
  secrets: Readonly<Record<string, string>>;
}

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;
const secretName = /^secret\.([A-Za-z]\w{0,39})$/;

/** What stands in a text between double braces; what was opened and not closed counts as well. */
export function placeholdersIn(text: string): string[] {
  const names = [...text.matchAll(placeholder)].map(([, name = ""]) => name);
  const rest = text.replace(placeholder, "");
  return /\{\{|\}\}/.test(rest) ? [...names, rest.slice(0, 40)] : names;
}

/** The secret a placeholder names. */
export const secretOf = (name: string): string | undefined => secretName.exec(name)?.[1];

export const isKnown = (name: string): boolean => ["to", "text", "ref"].includes(name) || secretOf(name) !== undefined;

/** A text with its placeholders filled; a secret that is not there is empty. */
export const fill = (text: string, values: Values): string =>
  text.replace(placeholder, (_, name: string) => {
    if (name === "to" || name === "text" || name === "ref") return values[name];
    const secret = secretOf(name) ?? "";
    return Object.hasOwn(values.secrets, secret) ? (values.secrets[secret] ?? "") : "";
  });

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** The same structure with its texts filled: a value never becomes structure, whatever quotes it holds. */
export function fillJson(value: Json, values: Values): Json {
  if (typeof value === "string") return fill(value, values);
  if (Array.isArray(value)) return value.map((each) => fillJson(each, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fillJson(each, values)]));
}

/** All texts of a structure, with where each stands. */
export function textsIn(value: Json, path = ""): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, path === "" ? name : `${path}.${name}`));
}
