import * as z from "zod/mini";
import { m } from "#lib/paraglide/messages.js";
import { slugMaxLength } from "#lib/slug.ts";

/** The rule of a new tenant; the server also refuses common passwords. */
export const passwordMinLength = 8;

const required = (maximum: number) =>
  z.string().check(z.trim(), z.minLength(1, { error: () => m.common_required() }), z.maxLength(maximum));

/** What `POST /api/v1/tenants` takes. */
export const signupSchema = z.object({
  kinds: z.array(z.enum(["isp", "ppob", "pawn"])).check(z.minLength(1, { error: () => m.signup_kinds_required() })),
  name: required(100),
  slug: z
    .string()
    .check(
      z.minLength(3, { error: () => m.signup_slug_invalid() }),
      z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: () => m.signup_slug_invalid() }),
      z.maxLength(slugMaxLength),
    ),
  timeZone: z.enum(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
  owner: z.object({
    name: required(100),
    email: z.email({ error: () => m.common_email_invalid() }),
    username: z
      .string()
      .check(z.toLowerCase(), z.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, { error: () => m.signup_username_invalid() })),
    password: z
      .string()
      .check(z.minLength(passwordMinLength, { error: () => m.signup_password_hint({ count: passwordMinLength }) })),
  }),
});

export type Signup = z.infer<typeof signupSchema>;
export type Zone = Signup["timeZone"];

/** The zone a browser in Indonesia is in, by its minutes behind UTC; elsewhere that of Jakarta. */
export const likelyZone = (offsetMinutes: number): Zone =>
  offsetMinutes === -480 ? "Asia/Makassar" : offsetMinutes === -540 ? "Asia/Jayapura" : "Asia/Jakarta";

/** A proposal: what stands before the @. */
export const usernameFrom = (email: string): string =>
  (email.split("@")[0] ?? "").toLowerCase().replace(/[^a-z0-9._-]+/g, "");
