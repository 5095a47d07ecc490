/** What finds a customer. Pure; see `docs/decisions/0005-search.md`. */
import { normalise, phrases, termLength } from "../../core/terms.ts";

export { prefixEnd } from "../../core/terms.ts";

/** The number as it is dialled within the country, without the leading zero. */
export const phoneTerm = (phone: string): string => phone.replace(/^62/, "");
export const emailTerm = (email: string): string => email.slice(0, termLength);

export interface Findable {
  name: string;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  address?: string | null | undefined;
}

/** All terms of a customer, each once. */
export function termsOf({ name, email, phone, address }: Findable): string[] {
  const terms = [
    ...phrases(name),
    ...(email ? [emailTerm(email), ...phrases(email)] : []),
    ...(phone ? [phoneTerm(phone)] : []),
    ...(address ? phrases(address) : []),
  ];
  return [...new Set(terms)];
}

/** What is typed in a search box, as the beginning of a term. */
export function termPrefix(query: string): string {
  const typed = query.trim().toLowerCase();
  if (typed.includes("@")) return typed.slice(0, termLength);
  const digits = typed.replace(/[\s().+-]/g, "");
  if (/^0\d+$/.test(digits)) return digits.slice(1, termLength);
  if (/^\d{5,}$/.test(digits)) return digits.replace(/^62/, "").slice(0, termLength);
  return normalise(typed).slice(0, termLength).trimEnd();
}
