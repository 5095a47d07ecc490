import { z } from "@hono/zod-openapi";
import { says } from "../../core/http/input.ts";
import { idPattern } from "../../core/ids.ts";
import { timeZones } from "../../core/time.ts";
import { newUserFields, tokensAnswer, userAnswer } from "../users/index.ts";
import { kinds, tenantSettings } from "./settings.ts";

/** Slugs that would read like parts of Tepi itself. */
const reservedSlugs = new Set(
  "admin api app assets auth billing blog cdn compat console dashboard demo-admin dev docs files ftp help id imap login mail ns ns1 ns2 pay pop public relay root sandbox smtp staging static status support t tepi test webhooks www".split(
    " ",
  ),
);

/** A tenant's address: 3–40 lower-case letters, digits and single hyphens, neither first nor last a hyphen. */
export const slugInput = z
  .string()
  .min(3)
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .refine((slug) => !reservedSlugs.has(slug), says("Alamat ini tidak tersedia.", "This address is not available."));

export const signUpInput = z
  .object({
    name: z.string().trim().min(2).max(100),
    slug: slugInput,
    kinds: z
      .array(z.enum(kinds))
      .min(1)
      .max(3)
      .refine(
        (list) => new Set(list).size === list.length,
        says("Ada yang tertulis dua kali.", "One is written twice."),
      ),
    timeZone: z.enum(timeZones).default("Asia/Jakarta"),
    owner: z.object(newUserFields),
  })
  .openapi("SignUp");
export type SignUp = z.output<typeof signUpInput>;

export const tenantAnswer = z
  .object({
    id: z.string().regex(idPattern("ten")),
    slug: z.string(),
    name: z.string(),
    kinds: z.array(z.enum(kinds)),
    timeZone: z.enum(timeZones),
    state: z.enum(["active", "suspended", "deleting", "importing"]),
    deleteAt: z.iso.datetime().nullable().openapi({ description: "When a company in state `deleting` goes for good." }),
    settings: tenantSettings,
    maintenance: z.object({ message: z.string().nullable(), until: z.iso.datetime().nullable() }).nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Tenant");
export type TenantAnswer = z.input<typeof tenantAnswer>;

export const signUpAnswer = z
  .object({ tenant: tenantAnswer, user: userAnswer, ...tokensAnswer.shape })
  .openapi("SignedUp");

export const deletionInput = z
  .object({
    slug: z.string().max(60).openapi({ description: "The company's own address, typed once more." }),
    password: z.string().min(1).max(128).openapi({ description: "Of who asks." }),
  })
  .openapi("TenantDeletion");
export type DeletionInput = z.output<typeof deletionInput>;

export const tenantPatch = z
  .object({
    name: z.string().trim().min(2).max(100).optional(),
    kinds: signUpInput.shape.kinds.optional(),
    timeZone: z.enum(timeZones).optional(),
    settings: tenantSettings.partial().optional(),
  })
  .openapi("TenantPatch");
export type TenantPatch = z.output<typeof tenantPatch>;

export const maintenanceInput = z
  .object({
    on: z.boolean(),
    message: z.string().trim().max(300).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
  })
  .openapi("Maintenance");
export type MaintenanceInput = z.output<typeof maintenanceInput>;

const brandFields = {
  name: z.string().trim().min(1).max(100),
  address: z.string().trim().max(300).nullish(),
  phone: z.string().trim().max(30).nullish(),
  email: z.email().max(200).nullish(),
  taxNumber: z
    .string()
    .trim()
    .max(40)
    .refine(
      (text) => /^[\d.\- ]+$/.test(text) && [15, 16, 22].includes(text.replaceAll(/\D/g, "").length),
      says("NPWP memiliki 15, 16, atau 22 angka.", "An NPWP has 15, 16 or 22 digits."),
    )
    .nullish()
    .openapi({ description: "NPWP of 15 or 16 digits, or NITKU of 22, as it is to be printed." }),
  footer: z.string().trim().max(600).nullish().openapi({ description: "Last words on invoices and receipts." }),
  taxRateBasisPoints: z.int().min(0).max(10_000).openapi({ description: "PPN; 1100 is 11 %." }),
  taxInclusive: z.boolean(),
};

export const brandInput = z
  .object({
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9][A-Z0-9_-]{1,39}$/),
    ...brandFields,
    taxRateBasisPoints: brandFields.taxRateBasisPoints.default(0),
    taxInclusive: brandFields.taxInclusive.default(false),
  })
  .openapi("NewBrand");
export type BrandInput = z.output<typeof brandInput>;

export const brandPatch = z.object(brandFields).partial().openapi("BrandPatch");
export type BrandPatch = z.output<typeof brandPatch>;

export const logoAnswer = z
  .object({ fileId: z.string(), url: z.string(), urlExpiresAt: z.iso.datetime() })
  .openapi("BrandLogo");

export const brandAnswer = z
  .object({
    id: z.string().regex(idPattern("brd")),
    code: z.string(),
    name: z.string(),
    address: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    taxNumber: z.string().nullable(),
    footer: z.string().nullable(),
    logo: logoAnswer.nullable(),
    taxRateBasisPoints: z.int(),
    taxInclusive: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Brand");

export const brandId = z.object({ id: z.string().regex(idPattern("brd")) });
