import { z } from "@hono/zod-openapi";
import { roles } from "../../core/access.ts";
import { says } from "../../core/http/input.ts";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";
import { newUserFields } from "./inputs.ts";
import { customRoleAnswer, customRoleIdInput } from "./member-inputs.ts";

export const invitationInput = z
  .object({
    email: newUserFields.email.nullish().openapi({ description: "Absent: the answer has a link to hand over." }),
    role: z.enum(roles).optional(),
    customRoleId: customRoleIdInput.nullish(),
  })
  .refine(({ role, customRoleId }) => (role === undefined) !== (customRoleId == null), {
    path: ["role"],
    ...says("Pilih satu peran.", "Choose one role."),
  })
  .openapi("NewInvitation");
export type InvitationInput = z.output<typeof invitationInput>;

const states = ["pending", "expired", "accepted", "revoked"] as const;
export const invitationQuery = pageQuery.extend({ state: z.enum(states).optional() });
export type InvitationQuery = z.output<typeof invitationQuery>;

export const invitationId = z.object({ id: z.string().regex(idPattern("ivt")) });

export const invitationAnswer = z
  .object({
    id: z.string().regex(idPattern("ivt")),
    email: z.string().nullable(),
    role: z.enum(roles),
    customRole: customRoleAnswer,
    state: z.enum(states),
    expiresAt: z.iso.datetime(),
    invitedById: z.string(),
    userId: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Invitation");

export const sentInvitationAnswer = invitationAnswer
  .extend({
    link: z.string().nullable().openapi({ description: "Shown this once; null where it went by mail." }),
  })
  .openapi("SentInvitation");

export const invitationToken = z.object({ token: z.string().regex(/^[0-9a-z]{52}$/) });

export const publicInvitationAnswer = z
  .object({
    tenant: z.object({ name: z.string(), slug: z.string() }),
    role: z.enum(roles),
    roleName: z.string().nullable(),
    email: z.string().nullable().openapi({ description: "Null: who accepts says it." }),
    passwordMinLength: z.int(),
    expiresAt: z.iso.datetime(),
  })
  .openapi("PublicInvitation");

export const acceptanceInput = z
  .object({
    name: newUserFields.name,
    username: newUserFields.username,
    password: newUserFields.password,
    email: newUserFields.email.optional().openapi({ description: "Needed where the invitation names none." }),
  })
  .openapi("Acceptance");
export type AcceptanceInput = z.output<typeof acceptanceInput>;
