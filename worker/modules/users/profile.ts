/** What a user tells of themselves: one row per user, made with the first thing told. */
import { eq } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import type { Upload } from "../../core/http/upload.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created, noted } from "../audit/index.ts";
import { linkTo, putFile, removeFile, requireType, thumbnail, type Owner } from "../files/index.ts";
import { commit, type Part } from "../outbox/index.ts";
import type { ProfileDataPatch, RevealUserInput } from "./profile-inputs.ts";
import { userProfiles, users } from "./schema.ts";

export type UserProfile = Row<typeof userProfiles>;
type ProfileChanges = Partial<Omit<UserProfile, "tenantId" | "id" | "version" | "createdAt">>;

const avatarSide = 256;

/** The owner of a user's files. */
export const ownerOf = (userId: string): Owner => ({ entity: "user", id: userId });

/** A user with the profile, which is null until something was told. */
export const profileQuery = (ctx: Context, userId: string) =>
  ctx.store.db
    .select({ userId: users.id, profile: userProfiles })
    .from(users)
    .leftJoin(userProfiles, ctx.store.own(userProfiles, eq(userProfiles.id, users.id)))
    .where(ctx.store.own(users, eq(users.id, userId)));

async function load(ctx: Context, userId: string): Promise<UserProfile | null> {
  const [[found]] = await ctx.store.read(profileQuery(ctx, userId));
  if (!found) throw new Refusal("not_found");
  return found.profile;
}

/** A user's profile. */
export async function getProfile(ctx: Context, userId: string) {
  return showProfile(ctx, userId, await load(ctx, userId));
}

/** Changes what the signed-in user tells of themselves. */
export async function updateProfile(ctx: Context, { bankAccount, ...patch }: ProfileDataPatch) {
  const userId = ctx.actor.id;
  const before = await load(ctx, userId);
  const changes: ProfileChanges = { ...patch, ...(bankAccount !== undefined && (await sealBank(ctx, bankAccount))) };
  if (Object.keys(changes).length === 0) return showProfile(ctx, userId, before);
  const after = await saveProfile(ctx, userId, before, changes, "user_profile.updated");
  return showProfile(ctx, userId, after);
}

/**
 * Writes a profile with what else belongs in the batch, and gives the profile as it is then.
 * @throws Refusal `conflict` when another writer was faster
 */
export async function saveProfile(
  ctx: Context,
  userId: string,
  before: UserProfile | null,
  changes: ProfileChanges,
  action: string,
  parts: readonly Part[] = [],
): Promise<UserProfile> {
  const fresh = { ...emptyProfile, ...changes, id: userId, createdAt: ctx.now() };
  const statements: Statement[] = before
    ? changed(ctx, userProfiles, before, changes, { action })
    : created(ctx, userProfiles, fresh, { action });
  try {
    await commit(ctx, [...statements, ...parts]);
  } catch (error) {
    if (violation(error)?.name === "user_profiles_pk") throw new Refusal("conflict");
    throw error;
  }
  return { ...(before ?? { ...fresh, tenantId: ctx.tenant.id, version: 1 }), ...changes };
}

const emptyProfile = {
  fullName: null,
  phone: null,
  address: null,
  birthDate: null,
  gender: null,
  bankName: null,
  bankHolder: null,
  bankNumberSealed: null,
  bankNumberHint: null,
  avatarFileId: null,
  identityState: "none",
  identityFileId: null,
  identityRejectedReason: null,
  identitySubmittedAt: null,
  identityReviewedAt: null,
  identityReviewedBy: null,
  ktpSealed: null,
  ktpDigest: null,
  ktpHint: null,
} as const satisfies ProfileChanges;

async function sealBank(ctx: Context, account: NonNullable<ProfileDataPatch["bankAccount"]> | null) {
  if (!account) return { bankName: null, bankHolder: null, bankNumberSealed: null, bankNumberHint: null };
  const { bankName, holder, number } = account;
  const bankNumberSealed = await ctx.vault.seal("bank-number", number);
  return { bankName, bankHolder: holder, bankNumberSealed, bankNumberHint: number.slice(-4) };
}

/** Takes a picture as the signed-in user's avatar, small and without anything but its looks; the one before goes. */
export async function setAvatar(ctx: Context, { bytes }: Upload) {
  const found = requireType(bytes, ["image/jpeg", "image/png"]);
  const small = await thumbnail(bytes, found, avatarSide);
  const userId = ctx.actor.id;
  const owner = ownerOf(userId);
  const file = {
    bytes: small,
    type: "image/jpeg",
    purpose: "avatar",
    owner,
    state: "claimed",
    name: "avatar",
  } as const;
  const { row, statements, found: rows } = await putFile(ctx, file, profileQuery(ctx, userId));
  const before = rows[0][0]?.profile ?? null;
  const previous = before?.avatarFileId ? removeFile(ctx, owner, before.avatarFileId) : [];
  await saveProfile(ctx, userId, before, { avatarFileId: row.id }, "user_profile.avatar_set", [
    ...statements,
    ...previous,
  ]);
  return { fileId: row.id, ...(await linkTo(ctx, row.id)) };
}

/** Takes the signed-in user's avatar away. */
export async function removeAvatar(ctx: Context): Promise<void> {
  const userId = ctx.actor.id;
  const before = await load(ctx, userId);
  if (!before?.avatarFileId) return;
  const parts = removeFile(ctx, ownerOf(userId), before.avatarFileId);
  await saveProfile(ctx, userId, before, { avatarFileId: null }, "user_profile.avatar_removed", parts);
}

/** Shows sealed fields whole, and writes down who saw them. */
export async function revealUser(ctx: Context, userId: string, { fields }: RevealUserInput) {
  const profile = await load(ctx, userId);
  await commit(ctx, [noted(ctx, { entity: "user", entityId: userId, action: "user.revealed", after: { fields } })]);
  return {
    ...(fields.includes("bankAccount") && { bankAccount: profile && (await openBank(ctx, profile)) }),
    ...(fields.includes("ktp") && { ktp: profile?.ktpSealed ? await ctx.vault.open("ktp", profile.ktpSealed) : null }),
  };
}

async function openBank(ctx: Context, { bankName, bankHolder, bankNumberSealed }: UserProfile) {
  if (bankNumberSealed === null) return null;
  const number = await ctx.vault.open("bank-number", bankNumberSealed);
  return { bankName: bankName ?? "", holder: bankHolder ?? "", number };
}

const instantOrNull = (at: number | null) => (at === null ? null : isoInstant(at));

/** A profile as the API shows it: numbers masked. */
export async function showProfile(ctx: Context, userId: string, profile: UserProfile | null) {
  const row = profile ?? emptyProfile;
  return {
    ...row,
    userId,
    bankAccount: row.bankNumberHint
      ? { bankName: row.bankName ?? "", holder: row.bankHolder ?? "", number: `****${row.bankNumberHint}` }
      : null,
    avatar: row.avatarFileId ? { fileId: row.avatarFileId, ...(await linkTo(ctx, row.avatarFileId)) } : null,
    identity: {
      state: row.identityState,
      fileId: row.identityFileId,
      ktp: row.ktpHint && `************${row.ktpHint}`,
      rejectedReason: row.identityRejectedReason,
      submittedAt: instantOrNull(row.identitySubmittedAt),
      reviewedAt: instantOrNull(row.identityReviewedAt),
    },
  };
}
