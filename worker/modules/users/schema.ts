import { count, foreignKey, index, instant, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import type { Role } from "../../core/access.ts";

export const users = table(
  "users",
  {
    tenantId: tenantId(),
    id: id(),
    number: count("number").notNull(),
    name: text("name").notNull(),
    /** Lower-cased, as is `username`: both sign in, whatever case is typed. */
    email: text("email").notNull(),
    username: text("username").notNull(),
    passwordHash: text("password_hash").notNull(),
    role: text("role").$type<Role>().notNull(),
    state: text("state", { enum: ["active", "inactive"] }).notNull(),
    emailConfirmedAt: instant("email_confirmed_at"),
    lastLoginAt: instant("last_login_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "users_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("users_number").on(t.tenantId, t.number),
    uniqueIndex("users_email").on(t.tenantId, t.email),
    uniqueIndex("users_username").on(t.tenantId, t.username),
  ],
);

/** A signed-in device: the family of all refresh tokens that descend from one login. */
export const sessions = table(
  "sessions",
  {
    tenantId: tenantId(),
    id: id(),
    userId: text("user_id").notNull(),
    userAgent: text("user_agent"),
    address: text("address"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    endedReason: text("ended_reason", { enum: ["logout", "reuse", "revoked"] }),
  },
  (t) => [
    primaryKey({ name: "sessions_pk", columns: [t.tenantId, t.id] }),
    index("sessions_user").on(t.tenantId, t.userId, t.createdAt),
    foreignKey({
      name: "sessions_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

/** Refresh tokens by hash. One is used once; `successor` being unique makes a second use of it refusable. */
export const refreshTokens = table(
  "refresh_tokens",
  {
    tenantId: tenantId(),
    hash: text("hash").notNull(),
    sessionId: text("session_id").notNull(),
    issuedAt: instant("issued_at").notNull(),
    usedAt: instant("used_at"),
    successor: text("successor"),
  },
  (t) => [
    primaryKey({ name: "refresh_tokens_pk", columns: [t.tenantId, t.hash] }),
    index("refresh_tokens_session").on(t.tenantId, t.sessionId),
    foreignKey({
      name: "refresh_tokens_session_fk",
      columns: [t.tenantId, t.sessionId],
      foreignColumns: [sessions.tenantId, sessions.id],
    }),
  ],
);
