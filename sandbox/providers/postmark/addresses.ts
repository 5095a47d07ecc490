import { invalidEmail } from "./errors.ts";

export interface Address {
  name: string;
  email: string;
}

const emailPattern = /^[^\s@<>()[\],;:"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
const namedPattern = /^(.*?)\s*<([^<>]*)>$/;
const quotedName = /^"(?:[^"\\]|\\.)*"$/;

/**
 * Parses a comma-separated list such as `Toko <toko@example.id>, "Toko, Jaya" <cs@example.id>`. Names with punctuation
 * must be quoted (facts, section 2).
 * @throws PostmarkError 300
 */
export function parseAddresses(field: string, list: string): Address[] {
  return splitOutsideQuotes(list)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => parseAddress(field, part));
}

function parseAddress(field: string, text: string): Address {
  const named = namedPattern.exec(text);
  const name = named?.[1] ?? "";
  const email = (named?.[2] ?? text).trim();
  if (!emailPattern.test(email)) throw invalidEmail(`Invalid '${field}' address: '${text}'.`);
  if (quotedName.test(name)) return { name: name.slice(1, -1).replace(/\\(.)/g, "$1"), email };
  if (/[(),:;<>@[\]\\".]/.test(name)) {
    throw invalidEmail(`Error parsing '${field}': '${text}'. Names with punctuation must be quoted.`);
  }
  return { name, email };
}

function splitOutsideQuotes(list: string): string[] {
  return list.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
}
