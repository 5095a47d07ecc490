import { z } from "@hono/zod-openapi";
import { allPermissions, roles } from "../../core/access.ts";
import { idPattern } from "../../core/ids.ts";

/** What a person types to become a user. The tenant's own rule for the password's length is checked by the service. */
export const newUserFields = {
  name: z.string().trim().min(1).max(100),
  email: z.email().trim().toLowerCase().max(200),
  username: z
    .string()
    .trim()
    .toLowerCase()
    .min(3)
    .max(40)
    .regex(/^[a-z0-9][a-z0-9._-]*$/),
  password: z.string().min(6).max(128),
};

export const userAnswer = z
  .object({
    id: z.string().regex(idPattern("usr")),
    number: z.int(),
    name: z.string(),
    email: z.string(),
    username: z.string(),
    role: z.enum(roles),
    state: z.enum(["active", "inactive"]),
    emailConfirmed: z.boolean(),
    passwordMustChange: z.boolean().openapi({ description: "Weaker than the rules allow: to be changed now." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("User");

/** The token response of RFC 6749, section 5.1. */
export const tokensAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int().openapi({ description: "Seconds." }),
    refresh_token: z.string(),
  })
  .openapi("Tokens");
export type TokensAnswer = z.infer<typeof tokensAnswer>;

export const profilePatch = z.object({ name: newUserFields.name.optional() }).openapi("ProfilePatch");

export const meAnswer = z
  .object({
    user: userAnswer,
    tenant: z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      kinds: z.array(z.string()),
      timeZone: z.string(),
    }),
    permissions: z.array(z.enum(allPermissions)),
  })
  .openapi("Me");
