import { z } from "@hono/zod-openapi";
import { says } from "../../core/http/input.ts";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";
import { phoneNumber } from "../../core/phones.ts";
import { isDate } from "../../core/time.ts";
import { identityStates } from "./states.ts";

const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => value || null)
    .nullable();

/** Digits with an optional country, kept as E.164 without the plus: `0812-3456-789` → `628123456789`. */
const phone = z
  .string()
  .trim()
  .max(30)
  .refine((value) => phoneNumber(value) !== undefined, says("Nomor telepon tidak dikenal.", "Not a phone number."))
  .transform((value) => phoneNumber(value) as string);

const birthDate = z
  .string()
  .regex(/^(19|20)\d{2}-\d{2}-\d{2}$/)
  .refine(isDate, says("Tanggal ini tidak ada.", "There is no such date."))
  .openapi({ format: "date" });

const bankAccountInput = z
  .object({
    bankName: z.string().trim().min(2).max(60),
    holder: z.string().trim().min(2).max(100),
    number: z
      .string()
      .trim()
      .transform((value) => value.replace(/[\s.-]/g, ""))
      .pipe(z.string().regex(/^\d{6,20}$/))
      .openapi({ description: "Kept sealed; answered masked." }),
  })
  .openapi("NewBankAccount");

export const profileDataPatch = z
  .object({
    fullName: optionalText(150),
    phone: phone.nullable(),
    address: optionalText(300),
    birthDate: birthDate.nullable(),
    gender: z.enum(["male", "female"]).nullable(),
    bankAccount: bankAccountInput.nullable(),
  })
  .partial()
  .openapi("ProfileDataPatch");
export type ProfileDataPatch = z.output<typeof profileDataPatch>;

const link = { url: z.string(), urlExpiresAt: z.iso.datetime() };

const identityFields = {
  state: z.enum(identityStates),
  fileId: z.string().nullable(),
  ktp: z.string().nullable().openapi({ example: "************3456" }),
  rejectedReason: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  reviewedAt: z.iso.datetime().nullable(),
};

export const profileAnswer = z
  .object({
    userId: z.string().regex(idPattern("usr")),
    fullName: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    birthDate: z.string().nullable(),
    gender: z.enum(["male", "female"]).nullable(),
    bankAccount: z
      .object({ bankName: z.string(), holder: z.string(), number: z.string().openapi({ example: "****1234" }) })
      .nullable(),
    avatar: z.object({ fileId: z.string(), ...link }).nullable(),
    identity: z.object(identityFields),
  })
  .openapi("Profile");

export const avatarAnswer = z.object({ fileId: z.string().regex(idPattern("fil")), ...link }).openapi("Avatar");

export const identityInput = z
  .object({
    fileId: z.string().regex(idPattern("fil")).openapi({ description: "A file sent with the purpose identity." }),
    ktp: z
      .string()
      .regex(/^\d{16}$/)
      .optional()
      .openapi({ description: "Number of the identity card. Kept sealed; answered masked." }),
  })
  .openapi("IdentitySubmission");
export type IdentityInput = z.output<typeof identityInput>;

const seenFile = {
  fileId: z.string().regex(idPattern("fil")).optional().openapi({
    description: "The document that was looked at; 409 when another has taken its place.",
  }),
};
export const verificationInput = z.object(seenFile).openapi("IdentityVerification");
export const rejectionInput = z
  .object({ ...seenFile, reason: z.string().trim().min(3).max(300) })
  .openapi("IdentityRejection");

export const userIdParam = z.object({ id: z.string().regex(idPattern("usr")) });

export const identityQuery = pageQuery.extend({
  state: z.enum(["submitted", "verified", "rejected"]).default("submitted"),
});
export type IdentityQuery = z.output<typeof identityQuery>;

export const identityReview = z
  .object({ userId: z.string().regex(idPattern("usr")), name: z.string(), username: z.string(), ...identityFields })
  .openapi("IdentityReview");

const sealedFields = ["bankAccount", "ktp"] as const;
export const revealUserInput = z
  .object({
    fields: z
      .array(z.enum(sealedFields))
      .min(1)
      .max(sealedFields.length)
      .refine(
        (list) => new Set(list).size === list.length,
        says("Ada yang tertulis dua kali.", "One is written twice."),
      ),
  })
  .openapi("RevealUser");
export type RevealUserInput = z.output<typeof revealUserInput>;

export const revealUserAnswer = z
  .object({
    bankAccount: z.object({ bankName: z.string(), holder: z.string(), number: z.string() }).nullable().optional(),
    ktp: z.string().nullable().optional(),
  })
  .openapi("RevealedUser");
