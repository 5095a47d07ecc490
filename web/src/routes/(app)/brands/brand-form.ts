import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import type { Brand } from "#lib/brands.ts";
import { m } from "#lib/paraglide/messages.js";
import { parsePercent, percentText } from "./tax.ts";

const text = (maximum: number) => z.string().check(z.trim(), z.maxLength(maximum));
const required = z.minLength(1, { error: () => m.common_required() });
const isCode = (code: string) => /^[A-Z0-9][A-Z0-9_-]{1,39}$/.test(code.toUpperCase());

/** NPWP of 15 or 16 digits, or NITKU of 22, with dots and hyphens as people write them. */
const isTaxNumber = (number: string) =>
  /^[\d.\- ]+$/.test(number) && [15, 16, 22].includes(number.replaceAll(/\D/g, "").length);

/** The form of a brand; the rate is typed in percent. */
export const brandSchema = z.object({
  name: text(100).check(required),
  code: text(40).check(z.refine(isCode, { error: () => m.brands_code_invalid() })),
  phone: text(30),
  email: text(200).check(
    z.refine((email) => email === "" || z.regexes.email.test(email), { error: () => m.common_email_invalid() }),
  ),
  address: text(300),
  taxNumber: text(40).check(
    z.refine((number) => number === "" || isTaxNumber(number), { error: () => m.brands_tax_number_invalid() }),
  ),
  footer: text(600),
  taxRateBasisPoints: z
    .string()
    .check(z.refine((percent) => parsePercent(percent) !== undefined, { error: () => m.brands_tax_invalid() })),
  taxInclusive: z.boolean(),
});
export type BrandForm = z.infer<typeof brandSchema>;

/** The form's beginning: a new brand pays no PPN until one says so. */
export const brandFormOf = (brand: Brand | undefined, decimalSign: "," | "."): BrandForm => ({
  name: brand?.name ?? "",
  code: brand?.code ?? "",
  phone: brand?.phone ?? "",
  email: brand?.email ?? "",
  address: brand?.address ?? "",
  taxNumber: brand?.taxNumber ?? "",
  footer: brand?.footer ?? "",
  taxRateBasisPoints: percentText(brand?.taxRateBasisPoints ?? 0, decimalSign),
  taxInclusive: brand?.taxInclusive ?? false,
});

/** A proposal for a code: "Maju Jaya Net" → "MAJU-JAYA-NET". */
export const codeFrom = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");

/** The body of `POST /api/v1/brands`. */
export const newBrand = ({ code, ...form }: BrandForm): Schemas["NewBrand"] => ({
  code: code.toUpperCase(),
  name: form.name,
  phone: form.phone || null,
  email: form.email || null,
  address: form.address || null,
  taxNumber: form.taxNumber || null,
  footer: form.footer || null,
  taxRateBasisPoints: parsePercent(form.taxRateBasisPoints) ?? 0,
  taxInclusive: form.taxInclusive,
});

/** The body of `PATCH /api/v1/brands/{id}`: only what differs, so that the trail tells only that. */
export function brandChanges(form: BrandForm, brand: Brand): Schemas["BrandPatch"] {
  const { code: _, ...wanted } = newBrand(form);
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== brand[key as keyof Brand]));
}
