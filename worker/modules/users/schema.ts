import { count, foreignKey, index, instant, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import type { Role } from "../../core/access.ts";
import type { IdentityState } from "./states.ts";

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

/** What a user tells of themselves, from the first thing told; `id` is the user's. */
export const userProfiles = table(
  "user_profiles",
  {
    tenantId: tenantId(),
    id: id(),
    fullName: text("full_name"),
    /** E.164 without the plus: 628123456789. */
    phone: text("phone"),
    address: text("address"),
    birthDate: text("birth_date"),
    gender: text("gender", { enum: ["male", "female"] }),
    bankName: text("bank_name"),
    bankHolder: text("bank_holder"),
    /** The account's number, sealed; `bankNumberHint` shows its end. */
    bankNumberSealed: text("bank_number_sealed"),
    bankNumberHint: text("bank_number_hint"),
    avatarFileId: text("avatar_file_id"),
    identityState: text("identity_state").$type<IdentityState>().notNull(),
    identityFileId: text("identity_file_id"),
    identityRejectedReason: text("identity_rejected_reason"),
    identitySubmittedAt: instant("identity_submitted_at"),
    identityReviewedAt: instant("identity_reviewed_at"),
    identityReviewedBy: text("identity_reviewed_by"),
    /** The identity card's number, sealed; `ktpDigest` finds it by its exact value, `ktpHint` shows its end. */
    ktpSealed: text("ktp_sealed"),
    ktpDigest: text("ktp_digest"),
    ktpHint: text("ktp_hint"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "user_profiles_pk", columns: [t.tenantId, t.id] }),
    index("user_profiles_identity").on(t.tenantId, t.identityState, t.id),
    foreignKey({
      name: "user_profiles_user_fk",
      columns: [t.tenantId, t.id],
      foreignColumns: [users.tenantId, users.id],
    }),
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
