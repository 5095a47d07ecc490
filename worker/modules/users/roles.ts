/** Roles: the built-in ones, and a tenant's own. */
import { and, asc, eq, gt, lte, ne, or } from "drizzle-orm";
import { violation } from "#dialect";
import { allPermissions, permissionsOf, roles as builtInRoles } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import { nameKey } from "../../core/terms.ts";
import { isoInstant } from "../../core/time.ts";
import { changed, created } from "../audit/index.ts";
import { commit, event, type Part } from "../outbox/index.ts";
import { requireAll } from "./grants.ts";
import type { RoleInput, RolePatch } from "./role-inputs.ts";
import { roleQuery, type CustomRole } from "./role-rows.ts";
import { invitations, roles, users } from "./schema.ts";

const showRole = ({ id, name, base, permissions, createdAt }: CustomRole) => ({
  id,
  name,
  base,
  permissions: allPermissions.filter((each) => permissions.includes(each)),
  createdAt: isoInstant(createdAt),
});

/** The built-in roles, and a page of the tenant's own by name. */
export async function listRoles({ store }: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await store.read(
    store.db
      .select()
      .from(roles)
      .where(store.own(roles, after && gt(roles.nameKey, String(after[0]))))
      .orderBy(asc(roles.nameKey))
      .limit(limit + 1),
  );
  return {
    builtIn: builtInRoles.map((role) => ({ role, permissions: permissionsOf(role) })),
    ...pageFrom(rows, limit, showRole, (row) => [row.nameKey]),
  };
}

async function load(ctx: Context, id: string): Promise<CustomRole> {
  const [[role]] = await ctx.store.read(roleQuery(ctx, id));
  if (!role) throw new Refusal("not_found");
  return role;
}

export const getRole = async (ctx: Context, id: string) => showRole(await load(ctx, id));

/** @throws Refusal `forbidden` for permissions that who acts does not hold, or naming `name` when it is taken */
export async function createRole(ctx: Context, { name, base, permissions }: RoleInput) {
  requireAll(ctx.actor, permissions);
  const row = { id: ctx.id("rol"), name, nameKey: nameKey(name), base, permissions, createdAt: ctx.now() };
  await write(ctx, created(ctx, roles, row, { action: "role.created" }));
  return showRole({ ...row, tenantId: ctx.tenant.id, version: 1 });
}

/** Changes name or permissions; whoever has the role has them from the next request on. */
export async function updateRole(ctx: Context, id: string, { name, permissions }: RolePatch) {
  const before = await load(ctx, id);
  requireAll(ctx.actor, [...before.permissions, ...(permissions ?? [])]);
  const changes = {
    ...(name !== undefined && { name, nameKey: nameKey(name) }),
    ...(permissions !== undefined && { permissions }),
  };
  if (Object.keys(changes).length === 0) return showRole(before);
  await write(ctx, [
    ...changed(ctx, roles, before, changes, { action: "role.updated" }),
    event(ctx, "role.changed", { roleId: id }),
  ]);
  return showRole({ ...before, ...changes });
}

/**
 * Removes a role that nobody has. Invitations that are over forget it.
 * @throws Refusal `in_use`
 */
export async function deleteRole(ctx: Context, id: string): Promise<void> {
  const before = await load(ctx, id);
  requireAll(ctx.actor, before.permissions);
  const isOver = or(ne(invitations.state, "pending"), lte(invitations.expiresAt, ctx.now()));
  await write(ctx, [
    ...changed(ctx, roles, before, { permissions: [] }, { action: "role.deleted" }),
    ctx.store.update(invitations, { customRoleId: null }, and(eq(invitations.customRoleId, id), isOver)),
    ctx.store.remove(roles, eq(roles.id, id)),
  ]);
}

async function write(ctx: Context, parts: readonly Part[]): Promise<void> {
  try {
    await commit(ctx, parts);
  } catch (error) {
    const refused = violation(error);
    if (refused?.kind === "foreignKey") throw new Refusal("in_use");
    if (refused?.name === "roles_name")
      throw refuseField("name", "Sudah ada peran dengan nama ini.", "There is a role of this name already.");
    throw error;
  }
}

/** Everybody who has a role, for what follows its change. */
export async function holdersOf({ store }: Context, roleId: string): Promise<string[]> {
  const [rows] = await store.read(
    store.db
      .select({ id: users.id })
      .from(users)
      .where(store.own(users, eq(users.customRoleId, roleId)))
      .limit(1000),
  );
  return rows.map(({ id }) => id);
}
