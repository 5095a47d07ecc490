import { z } from "@hono/zod-openapi";
import { allPermissions, roles } from "../../core/access.ts";
import { says } from "../../core/http/input.ts";
import { pageOf } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";

const name = z.string().trim().min(1).max(60);
const permissions = z
  .array(z.enum(allPermissions))
  .max(allPermissions.length)
  .transform((list) => [...new Set(list)]);
/** What a role of one's own can count as: an owner is an owner. */
const base = z
  .enum(roles)
  .refine((role) => role !== "owner", says("Pemilik tidak bisa jadi dasar.", "An owner's role can't be the base."));

export const roleInput = z
  .object({
    name,
    base: base.openapi({ description: "The built-in role it counts as where only those are known." }),
    permissions,
  })
  .openapi("NewRole");
export type RoleInput = z.output<typeof roleInput>;

export const rolePatch = z.object({ name: name.optional(), permissions: permissions.optional() }).openapi("RolePatch");
export type RolePatch = z.output<typeof rolePatch>;

export const roleId = z.object({ id: z.string().regex(idPattern("rol")) });

export const roleAnswer = z
  .object({
    id: z.string().regex(idPattern("rol")),
    name: z.string(),
    base: z.enum(roles),
    permissions: z.array(z.enum(allPermissions)),
    createdAt: z.iso.datetime(),
  })
  .openapi("Role");

export const rolesAnswer = pageOf(roleAnswer)
  .extend({ builtIn: z.array(z.object({ role: z.enum(roles), permissions: z.array(z.enum(allPermissions)) })) })
  .openapi("Roles");
