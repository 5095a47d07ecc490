import { z } from "@hono/zod-openapi";
import { says } from "../../../core/http/input.ts";
import { roles } from "../../../core/access.ts";
import { kindName } from "../feed/inputs.ts";
import { groups, valueTypes } from "../kind.ts";
import { outletList } from "./preference-inputs.ts";
import { staffRoles } from "../telling/recipients.ts";
import { outlets } from "../types.ts";

export const kindParam = z.object({ kind: kindName });

const roleList = z
  .array(z.enum(staffRoles))
  .min(1)
  .max(roles.length)
  .refine((list) => new Set(list).size === list.length, says("Ada yang tertulis dua kali.", "One is written twice."));

export const rulePatch = z
  .object({
    enabled: z.boolean(),
    outlets: outletList.min(1).nullable().openapi({ description: "Null: as is usual." }),
    roles: roleList.nullable().openapi({
      description: "Who of the staff is told. Null: whoever holds the kind's permission, or its usual roles.",
    }),
  })
  .partial()
  .openapi("NotificationRulePatch");
export type RulePatch = z.output<typeof rulePatch>;

export const kindAnswer = z
  .object({
    kind: z.string(),
    group: z.enum(groups),
    name: z.string(),
    description: z.string(),
    audience: z.enum(["customer", "user", "guest", "staff"]),
    permission: z.string().nullable().openapi({ description: "Who of the staff is told, unless roles are named." }),
    critical: z.boolean().openapi({ description: "Can't be switched off." }),
    variables: z.array(
      z.object({
        name: z.string(),
        type: z.enum(valueTypes),
        label: z.string(),
        example: z.union([z.string(), z.number()]).nullable(),
      }),
    ),
    possible: z.array(z.enum(outlets)),
    defaults: z.object({ outlets: z.array(z.enum(outlets)), roles: z.array(z.enum(roles)).nullable() }),
    enabled: z.boolean(),
    outlets: z.array(z.enum(outlets)).nullable(),
    roles: z.array(z.enum(roles)).nullable(),
    version: z.number().int(),
  })
  .openapi("NotificationKind");

export const kindsAnswer = z.object({ data: z.array(kindAnswer) }).openapi("NotificationKinds");
