/** The user behind an access token, as it is now: a token outlives neither its session nor its user. */
import { eq } from "drizzle-orm";
import type { TenantStore } from "../../db/store.ts";
import { roles, sessions, users } from "./schema.ts";

/** The query for a session's user; part of the one batch that admits a request. */
export const principalQuery = (store: TenantStore, sessionId: string) =>
  store.db
    .select({
      id: users.id,
      name: users.name,
      role: users.role,
      rolePermissions: roles.permissions,
      state: users.state,
      sessionEndedAt: sessions.endedAt,
      sessionExpiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, store.own(users, eq(users.id, sessions.userId)))
    .leftJoin(roles, store.own(roles, eq(roles.id, users.customRoleId)))
    .where(store.own(sessions, eq(sessions.id, sessionId)));
