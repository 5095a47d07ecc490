import { z } from "@hono/zod-openapi";
import { roles } from "../../core/access.ts";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";
import { newUserFields, userAnswer } from "./inputs.ts";

const state = z.enum(["active", "inactive"]);
export const customRoleIdInput = z.string().regex(idPattern("rol"));
export const customRoleAnswer = z.object({ id: z.string(), name: z.string() }).nullable();

export const memberId = z.object({ id: z.string().regex(idPattern("usr")) });
export const memberSessionId = memberId.extend({ sessionId: z.string().regex(idPattern("ses")) });
export const sessionId = z.object({ id: z.string().regex(idPattern("ses")) });

export const memberQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({ description: "Beginning of a word of name, email or username." }),
  role: z.enum(roles).optional(),
  customRoleId: customRoleIdInput.optional(),
  state: state.optional(),
});
export type MemberQuery = z.output<typeof memberQuery>;

export const memberPatch = z
  .object({
    name: newUserFields.name.optional(),
    role: z.enum(roles).optional().openapi({ description: "Takes a custom role away." }),
    customRoleId: customRoleIdInput.nullish().openapi({ description: "Null: the built-in role's permissions." }),
    state: state.optional(),
  })
  .openapi("MemberPatch");
export type MemberPatch = z.output<typeof memberPatch>;

export const memberAnswer = userAnswer
  .extend({ customRole: customRoleAnswer, lastLoginAt: z.iso.datetime().nullable() })
  .openapi("Member");
export const memberDetailAnswer = memberAnswer
  .extend({ twoFactor: z.boolean().openapi({ description: "Whether a code is asked for at sign-in." }) })
  .openapi("MemberDetail");

export const statisticsAnswer = z
  .object({
    total: z.int(),
    active: z.int(),
    inactive: z.int(),
    roles: z.array(z.object({ role: z.enum(roles), active: z.int(), inactive: z.int() })),
  })
  .openapi("MemberStatistics");

export const sessionAnswer = z
  .object({
    id: z.string().regex(idPattern("ses")),
    browser: z.string().nullable(),
    os: z.string().nullable(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().openapi({ description: "When its tokens were renewed last." }),
    expiresAt: z.iso.datetime(),
    current: z.boolean().openapi({ description: "Whether it is the one that asks." }),
  })
  .openapi("Session");
