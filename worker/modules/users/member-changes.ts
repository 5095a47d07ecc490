/** Changing somebody: name, role, state, ownership. */
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import type { Changes } from "../../db/store.ts";
import { changed } from "../audit/index.ts";
import { commit, event, type Part } from "../outbox/index.ts";
import { findableAs, userById, type User } from "./accounts.ts";
import { requirePassword } from "./attempts.ts";
import { requireGrantable, requireOwner, signedIn } from "./grants.ts";
import type { MemberPatch } from "./member-inputs.ts";
import { asMemberRefusal, readManageable, showMember, type Member } from "./members.ts";
import { keepingAnOwner } from "./owners.ts";
import { roleQuery, unknownRole, type CustomRole } from "./role-rows.ts";
import { users } from "./schema.ts";
import { endingSessions } from "./sessions.ts";

type UserChanges = Partial<Pick<User, "name" | "role" | "customRoleId" | "state">>;

/**
 * Changes a member. `customRoleId` makes the role that it is based on the member's role; `role` takes a custom role away.
 * @throws Refusal `forbidden` for permissions that who acts does not hold, `last_owner`, or naming `customRoleId`
 */
export async function updateMember(ctx: Context, id: string, patch: MemberPatch) {
  const [member, [customRole]] = await readManageable(ctx, id, roleQuery(ctx, patch.customRoleId ?? ""));
  const next = roleAfter(ctx, member, patch, customRole);
  const { user } = member;
  const changes: UserChanges = {
    ...(patch.name !== undefined && patch.name !== user.name && { name: patch.name }),
    ...(next && (next.role !== user.role || next.customRoleId !== user.customRoleId) && next),
    ...(patch.state !== undefined && patch.state !== user.state && { state: patch.state }),
  };
  const after = { user: { ...user, ...changes }, roleName: roleNameAfter(member, changes, customRole) };
  if (Object.keys(changes).length === 0) return showMember(member);
  await writeMember(ctx, user, changes, "user.updated");
  return showMember(after);
}

const roleNameAfter = ({ roleName }: Member, { customRoleId }: UserChanges, customRole: CustomRole | undefined) =>
  customRoleId === undefined ? roleName : (customRole?.name ?? null);

/** The role that a patch asks for, if it does and who acts may give it. */
function roleAfter(
  ctx: Context,
  { user }: Member,
  { role, customRoleId }: MemberPatch,
  customRole: CustomRole | undefined,
): Required<Pick<UserChanges, "role" | "customRoleId">> | undefined {
  if (customRoleId) {
    if (!customRole) throw unknownRole();
    if (role !== undefined && role !== customRole.base)
      throw refuseField("role", `Peran ini berdasar pada ${customRole.base}.`, `This is based on ${customRole.base}.`);
    requireGrantable(ctx, { role: customRole.base, rolePermissions: customRole.permissions });
    return { role: customRole.base, customRoleId };
  }
  if (role === undefined && customRoleId === undefined) return undefined;
  const next = role ?? user.role;
  requireGrantable(ctx, { role: next, rolePermissions: null });
  return { role: next, customRoleId: null };
}

/** Shuts a member out at once: no session, key or socket of theirs goes on. */
export const deactivateMember = (ctx: Context, id: string) => setState(ctx, id, "inactive", "user.deactivated");
export const reactivateMember = (ctx: Context, id: string) => setState(ctx, id, "active", "user.reactivated");

async function setState(ctx: Context, id: string, state: User["state"], action: string) {
  const [member] = await readManageable(ctx, id);
  if (member.user.state === state) throw new Refusal("wrong_state");
  await writeMember(ctx, member.user, { state }, action);
  return showMember({ ...member, user: { ...member.user, state } });
}

const isOwner = ({ role, state }: Pick<User, "role" | "state">): boolean => role === "owner" && state === "active";

/** The one way to write a member: with what follows from each change, in one batch. */
async function writeMember(ctx: Context, user: User, changes: UserChanges, action: string): Promise<void> {
  const after = { ...user, ...changes };
  const parts: Part[] = [
    ...changed(ctx, users, user, changes as Changes<typeof users>, { action }),
    ...(changes.name === undefined ? [] : findableAs(ctx, after)),
    ...(changes.role === undefined ? [] : [event(ctx, "user.permissions_changed", { userId: user.id })]),
    ...(changes.state === "inactive" ? endingSessions(ctx, user.id) : []),
  ];
  const losesOwner = isOwner(user) && !isOwner(after);
  await commit(ctx, losesOwner ? keepingAnOwner(ctx, parts) : parts).catch((error: unknown) => {
    throw asMemberRefusal(error);
  });
}

/**
 * Hands ownership over: the member becomes owner, who acts becomes admin. Asks for the password again.
 * @throws Refusal `forbidden`, `wrong_state`, or naming `password`
 */
export async function transferOwnership(ctx: Context, id: string, { password }: { password: string }) {
  const { id: ownId } = signedIn(ctx);
  requireOwner(ctx.actor);
  const [member, [self]] = await readManageable(ctx, id, userById(ctx, ownId));
  if (!self) throw new Refusal("not_found");
  await requirePassword(ctx, self, password, "password");
  const { user } = member;
  if (user.state !== "active" || user.role === "owner") throw new Refusal("wrong_state");
  const toOwner = { role: "owner", customRoleId: null } as const;
  const action = "user.ownership_transferred";
  const parts = [
    ...changed(ctx, users, user, toOwner, { action }),
    ...changed(ctx, users, self, { role: "admin" }, { action }),
    event(ctx, "user.permissions_changed", { userId: user.id }),
    event(ctx, "user.permissions_changed", { userId: self.id }),
  ];
  await commit(ctx, keepingAnOwner(ctx, parts)).catch((error: unknown) => {
    throw asMemberRefusal(error);
  });
  return showMember({ user: { ...user, ...toOwner }, roleName: null });
}
