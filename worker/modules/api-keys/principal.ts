/** The key behind a request, as it and its maker are now. */
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { addressAllowed } from "../../core/addresses.ts";
import type { Actor } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import type { TenantStore } from "../../db/store.ts";
import { permissionsOfHolder } from "../users/index.ts";
import { roles, users } from "../users/schema.ts";
import { apiKeys } from "./schema.ts";

/** The query for a key and its maker; part of the one batch that admits a request. */
export const keyQuery = (store: TenantStore, hash: string) =>
  store.db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      permissions: apiKeys.permissions,
      allowedAddresses: apiKeys.allowedAddresses,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
      lastUsedAt: apiKeys.lastUsedAt,
      role: users.role,
      rolePermissions: roles.permissions,
      makerState: users.state,
    })
    .from(apiKeys)
    .innerJoin(users, store.own(users, eq(users.id, apiKeys.userId)))
    .leftJoin(roles, store.own(roles, eq(roles.id, users.customRoleId)))
    .where(store.own(apiKeys, eq(apiKeys.hash, hash)));
export type KeyPrincipal = Awaited<ReturnType<typeof keyQuery>>[number];

/** The id of a key that is not loaded yet, for queries of the same batch. */
export const keyIdQuery = (store: TenantStore, hash: string) =>
  store.db
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(store.own(apiKeys, eq(apiKeys.hash, hash)));

/**
 * Who acts by a key, with what it was given as far as its maker still may do it. Undefined for a key that never was, has
 * expired, was revoked, or whose maker is no longer active.
 */
export function keyActor(key: KeyPrincipal | undefined, nowMs: number): Actor | undefined {
  const valid =
    key && key.revokedAt === null && (key.expiresAt === null || key.expiresAt > nowMs) && key.makerState === "active";
  if (!valid) return undefined;
  const makers = new Set(permissionsOfHolder(key));
  const permissions = new Set(key.permissions.filter((permission) => makers.has(permission)));
  return { kind: "apiKey", id: key.id, name: key.name, permissions };
}

/** @throws Refusal `address_not_allowed` where a key is not to be used from */
export function requireAllowedAddress({ allowedAddresses }: KeyPrincipal, address: string): void {
  if (!addressAllowed(address, allowedAddresses)) throw new Refusal("address_not_allowed");
}

const useNotedEveryMs = 10 * 60_000;

/** Writes down that a key was used, at most once in ten minutes. */
export async function noteUse(store: TenantStore, key: KeyPrincipal, address: string, nowMs: number): Promise<void> {
  const due = nowMs - useNotedEveryMs;
  if (key.lastUsedAt !== null && key.lastUsedAt > due) return;
  const { id, lastUsedAt } = apiKeys;
  await store.atomic([
    store.update(
      apiKeys,
      { lastUsedAt: nowMs, lastUsedAddress: address },
      and(eq(id, key.id), or(isNull(lastUsedAt), lt(lastUsedAt, due + 1))),
    ),
  ]);
}
