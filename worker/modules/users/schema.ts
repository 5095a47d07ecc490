import { sql } from "drizzle-orm";
import { check, count, flag, foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../db/columns.ts";
import { sealedColumn } from "../../db/sealed.ts";
import type { IdentityState } from "./states.ts";
import type { Permission, Role } from "../../core/access.ts";

/** A tenant's own role: what a built-in one is called, with permissions of its own. */
export const roles = table(
  "roles",
  {
    tenantId: tenantId(),
    id: id(),
    name: text("name").notNull(),
    /** By which names are compared. */
    nameKey: text("name_key").notNull(),
    /** The built-in role that its holders count as where only those are known. */
    base: text("base").$type<Role>().notNull(),
    permissions: json("permissions").$type<Permission[]>().notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "roles_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("roles_name").on(t.tenantId, t.nameKey),
  ],
);

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
    /** The password is weaker than the rules of today allow, and is to be changed at the next sign-in. */
    passwordMustChange: flag("password_must_change").notNull().default(false),
    role: text("role").$type<Role>().notNull(),
    /** Where set, its permissions hold instead of the built-in role's. */
    customRoleId: text("custom_role_id"),
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
    index("users_role").on(t.tenantId, t.role, t.id),
    index("users_state").on(t.tenantId, t.state, t.id),
    index("users_role_state").on(t.tenantId, t.role, t.state, t.id),
    index("users_custom_role").on(t.tenantId, t.customRoleId, t.id),
    foreignKey({
      name: "users_custom_role_fk",
      columns: [t.tenantId, t.customRoleId],
      foreignColumns: [roles.tenantId, roles.id],
    }),
  ],
);

/** What finds a user, as `customer_terms` finds a customer (docs/decisions/0005-search.md). */
export const userTerms = table(
  "user_terms",
  { tenantId: tenantId(), term: text("term").notNull(), userId: text("user_id").notNull() },
  (t) => [
    primaryKey({ name: "user_terms_pk", columns: [t.tenantId, t.term, t.userId] }),
    index("user_terms_user").on(t.tenantId, t.userId, t.term),
    foreignKey({
      name: "user_terms_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

/** One row per tenant, locked and counted anew by every batch that takes an owner away: none takes the last. */
export const ownerCounts = table("owner_counts", { tenantId: tenantId(), owners: count("owners").notNull() }, (t) => [
  primaryKey({ name: "owner_counts_pk", columns: [t.tenantId] }),
  check("owner_counts_one_left", sql`${t.owners} >= 1`),
]);

export const invitations = table(
  "invitations",
  {
    tenantId: tenantId(),
    id: id(),
    /** Null: whoever has the link may accept. */
    email: text("email"),
    role: text("role").$type<Role>().notNull(),
    customRoleId: text("custom_role_id"),
    tokenHash: text("token_hash").notNull(),
    state: text("state", { enum: ["pending", "accepted", "revoked"] }).notNull(),
    expiresAt: instant("expires_at").notNull(),
    invitedById: text("invited_by_id").notNull(),
    /** Who it has become. */
    userId: text("user_id"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "invitations_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("invitations_token").on(t.tenantId, t.tokenHash),
    index("invitations_state").on(t.tenantId, t.state, t.id),
    foreignKey({
      name: "invitations_custom_role_fk",
      columns: [t.tenantId, t.customRoleId],
      foreignColumns: [roles.tenantId, roles.id],
    }),
    foreignKey({
      name: "invitations_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

/** A user's authenticator app. Its row stays when it is switched off, so that its timeline goes on. */
export const totpSecrets = table(
  "totp_secrets",
  {
    tenantId: tenantId(),
    /** The user's. */
    id: id(),
    secretSealed: text("secret_sealed"),
    /** Asked for at sign-in from then on. */
    confirmedAt: instant("confirmed_at"),
    /** The last time step of which a code was used; neither that nor an earlier one is used again (RFC 6238, 5.2). */
    lastStep: count("last_step").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "totp_secrets_pk", columns: [t.tenantId, t.id] }),
    foreignKey({
      name: "totp_secrets_user_fk",
      columns: [t.tenantId, t.id],
      foreignColumns: [users.tenantId, users.id],
    }),
  ],
);

sealedColumn(totpSecrets, "secretSealed", { purpose: ({ id: userId }) => `totp:${userId}` });

/** Stands in for a code of the app, once. */
export const recoveryCodes = table(
  "recovery_codes",
  {
    tenantId: tenantId(),
    id: id(),
    userId: text("user_id").notNull(),
    codeHash: text("code_hash").notNull(),
    usedAt: instant("used_at"),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "recovery_codes_pk", columns: [t.tenantId, t.id] }),
    uniqueIndex("recovery_codes_code").on(t.tenantId, t.codeHash),
    index("recovery_codes_user").on(t.tenantId, t.userId, t.id),
    foreignKey({
      name: "recovery_codes_user_fk",
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
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

sealedColumn(userProfiles, "ktpSealed", { purpose: () => "ktp", digest: "ktpDigest" });
sealedColumn(userProfiles, "bankNumberSealed", { purpose: () => "bank-number" });

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
    /** When its tokens were renewed last. */
    lastUsedAt: instant("last_used_at"),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    endedReason: text("ended_reason", { enum: ["logout", "reuse", "revoked"] }),
  },
  (t) => [
    primaryKey({ name: "sessions_pk", columns: [t.tenantId, t.id] }),
    index("sessions_open")
      .on(t.tenantId, t.userId, t.id)
      .where(sql`${t.endedAt} is null`),
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
