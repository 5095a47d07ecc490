import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import type { Profile } from "#lib/members/account.ts";
import { m } from "#lib/paraglide/messages.js";
import { showPhone } from "#lib/phone.ts";

const text = (maximum: number) => z.string().check(z.trim(), z.maxLength(maximum));
const isPhone = (typed: string): boolean => /^\+?\d{8,15}$/.test(typed.replace(/[\s().-]/g, ""));

/** The form of what a person tells of themselves; what is left empty is nothing. */
export const personalSchema = z.object({
  fullName: text(150),
  phone: text(30).check(
    z.refine((typed) => typed === "" || isPhone(typed), { error: () => m.customers_phone_invalid() }),
  ),
  address: text(300),
  birthDate: z.string(),
  gender: z.enum(["", "male", "female"]),
});
export type PersonalForm = z.infer<typeof personalSchema>;

export const personalFormOf = (profile: Profile): PersonalForm => ({
  fullName: profile.fullName ?? "",
  phone: profile.phone ? showPhone(profile.phone) : "",
  address: profile.address ?? "",
  birthDate: profile.birthDate ?? "",
  gender: profile.gender ?? "",
});

/** The body of `PATCH /api/v1/auth/me/profile`. */
export const personalPatch = ({ gender, ...typed }: PersonalForm): Schemas["ProfileDataPatch"] => ({
  fullName: typed.fullName || null,
  phone: typed.phone || null,
  address: typed.address || null,
  birthDate: typed.birthDate || null,
  gender: gender || null,
});

export const bankSchema = z.object({
  bankName: text(60).check(z.minLength(2, { error: () => m.common_required() })),
  holder: text(100).check(z.minLength(2, { error: () => m.common_required() })),
  number: text(40).check(
    z.refine((typed) => /^\d{6,20}$/.test(typed.replace(/[\s.-]/g, "")), { error: () => m.bank_number_invalid() }),
  ),
});
