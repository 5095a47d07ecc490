import type { Schemas } from "#lib/api/client.ts";
import type { Permission } from "#lib/session.svelte.ts";
import type { BuiltInRole } from "./members.ts";
import { roleWords } from "./role-words.ts";

/** A role as a form chooses it: a built-in role's name, or the id of one of the company's own. */
export const roleValue = ({ role, customRole }: { role: BuiltInRole; customRole: { id: string } | null }): string =>
  customRole?.id ?? role;

/** The part of a request that gives the chosen role. */
export const roleBody = (value: string): { customRoleId: string } | { role: BuiltInRole } =>
  value.startsWith("rol_") ? { customRoleId: value } : { role: value as BuiltInRole };

type Giver = { isOwner: boolean; can: (permission: Permission) => boolean };

/** Roles to choose from; those with more than the giver has can't be given, and only owners make owners. */
export function roleItems(roles: Pick<Schemas["Roles"], "builtIn" | "data">, giver: Giver) {
  const mayGive = (permissions: readonly Permission[]) => permissions.every(giver.can);
  const builtIn = roles.builtIn.map(({ role, permissions }) => ({
    value: role,
    label: roleWords[role](),
    disabled: role === "owner" ? !giver.isOwner : !mayGive(permissions),
  }));
  const own = roles.data.map(({ id, name, permissions }) => ({
    value: id,
    label: name,
    disabled: !mayGive(permissions),
  }));
  return [...builtIn, ...own];
}
