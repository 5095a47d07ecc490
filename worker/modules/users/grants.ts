/** Who may give whom what: nobody gives more than he holds, and only an owner makes an owner. */
import { allPermissions, permissionsOf, type Permission, type Role } from "../../core/access.ts";
import type { Actor, Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";

/** A built-in role, and the permissions of a custom one where somebody has one. */
export interface Holder {
  role: Role;
  rolePermissions: readonly Permission[] | null;
}

/** What somebody may do. A permission that a custom role kept from an older version of this list is left out. */
export const permissionsOfHolder = ({ role, rolePermissions }: Holder): Permission[] =>
  rolePermissions ? allPermissions.filter((each) => rolePermissions.includes(each)) : permissionsOf(role);

/** @throws Refusal `forbidden` when who acts does not hold all of them */
export function requireAll(actor: Actor, permissions: readonly Permission[]): void {
  const own: ReadonlySet<Permission> = "permissions" in actor ? actor.permissions : new Set<Permission>();
  const missing = permissions.filter((each) => !own.has(each));
  if (missing.length === 0) return;
  throw new Refusal("forbidden", {
    detail: {
      id: `Anda tidak boleh memberi atau mengatur izin yang tidak Anda miliki: ${missing.join(", ")}.`,
      en: `You may not give or manage permissions that you don't hold yourself: ${missing.join(", ")}.`,
    },
  });
}

/** @throws Refusal `forbidden` when who acts may not make somebody this */
export function requireGrantable({ actor }: Pick<Context, "actor">, holder: Holder): void {
  if (holder.role === "owner") requireOwner(actor);
  requireAll(actor, permissionsOfHolder(holder));
}

/** @throws Refusal `forbidden` when who acts is not a signed-in owner */
export function requireOwner(actor: Actor): void {
  if (actor.kind === "user" && actor.role === "owner") return;
  throw new Refusal("forbidden", {
    detail: { id: "Hanya pemilik yang boleh melakukan ini.", en: "Only an owner may do this." },
  });
}

/** The signed-in user who acts. @throws Refusal `forbidden` for keys and whatever else is nobody's session */
export function signedIn({ actor }: Pick<Context, "actor">): Extract<Actor, { kind: "user" }> {
  if (actor.kind === "user") return actor;
  throw new Refusal("forbidden");
}
