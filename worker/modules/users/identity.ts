/** Identity documents: sent by their user, reviewed by somebody else. */
import { asc, eq, gt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import { claimFile, fileById, removeFile } from "../files/index.ts";
import { event, type EventType } from "../outbox/index.ts";
import type { IdentityInput, IdentityQuery } from "./profile-inputs.ts";
import { ownerOf, profileQuery, saveProfile, showProfile, type UserProfile } from "./profile.ts";
import { userProfiles, users } from "./schema.ts";
import { mayBecome, type IdentityState } from "./states.ts";

function requireTransition(profile: UserProfile | null, to: IdentityState): void {
  if (!mayBecome(profile?.identityState ?? "none", to)) throw new Refusal("wrong_state");
}

/**
 * Sends the signed-in user's document for review. Until it is verified another may take its place.
 * @throws Refusal naming `fileId` when there is no such file to claim, or `wrong_state`
 */
export async function submitIdentity(ctx: Context, { fileId, ktp }: IdentityInput) {
  const userId = ctx.actor.id;
  const [[found], [file]] = await ctx.store.read(profileQuery(ctx, userId), fileById(ctx, fileId));
  if (!found) throw new Refusal("not_found");
  const { profile } = found;
  requireTransition(profile, "submitted");
  const owner = ownerOf(userId);
  const changes = {
    identityState: "submitted",
    identityFileId: fileId,
    identityRejectedReason: null,
    identitySubmittedAt: ctx.now(),
    identityReviewedAt: null,
    identityReviewedBy: null,
    ...(ktp !== undefined && (await sealKtp(ctx, ktp))),
  } as const;
  const after = await saveProfile(ctx, userId, profile, changes, "user_profile.identity_submitted", [
    ...claimFile(ctx, file, "identity", owner).statements,
    ...(profile?.identityFileId ? removeFile(ctx, owner, profile.identityFileId) : []),
    event(ctx, "user.identity_submitted", { userId }),
  ]);
  return showProfile(ctx, userId, after);
}

async function sealKtp(ctx: Context, ktp: string) {
  const [ktpSealed, ktpDigest] = await Promise.all([ctx.vault.seal("ktp", ktp), ctx.vault.digest("ktp", ktp)]);
  return { ktpSealed, ktpDigest, ktpHint: ktp.slice(-4) };
}

/** Finds a user to be who the document says. */
export const verifyIdentity = (ctx: Context, userId: string, seen: { fileId?: string | undefined }) =>
  review(ctx, userId, seen.fileId, { state: "verified", reason: null, event: "user.identity_verified" });

/** Refuses a document, and says why; the user may send another. */
export const rejectIdentity = (ctx: Context, userId: string, seen: { fileId?: string | undefined; reason: string }) =>
  review(ctx, userId, seen.fileId, { state: "rejected", reason: seen.reason, event: "user.identity_rejected" });

interface Verdict {
  state: "verified" | "rejected";
  reason: string | null;
  event: EventType & `user.identity_${string}`;
}

async function review(ctx: Context, userId: string, seenFileId: string | undefined, verdict: Verdict) {
  const [[found]] = await ctx.store.read(profileQuery(ctx, userId));
  if (!found) throw new Refusal("not_found");
  if (userId === ctx.actor.id) throw notYourOwn();
  const { profile } = found;
  requireTransition(profile, verdict.state);
  if (seenFileId !== undefined && seenFileId !== profile?.identityFileId) throw new Refusal("conflict");
  const changes = {
    identityState: verdict.state,
    identityRejectedReason: verdict.reason,
    identityReviewedAt: ctx.now(),
    identityReviewedBy: ctx.actor.id,
  };
  const after = await saveProfile(ctx, userId, profile, changes, `user_profile.identity_${verdict.state}`, [
    event(ctx, verdict.event, { userId }),
  ]);
  return showProfile(ctx, userId, after);
}

const notYourOwn = () =>
  new Refusal("forbidden", {
    detail: {
      id: "Identitas sendiri harus diperiksa orang lain.",
      en: "Somebody else has to review your own identity.",
    },
  });

/** Documents in one state of review, by the age of their user's account. */
export async function listIdentities(ctx: Context, { state, limit, cursor }: IdentityQuery) {
  const after = decodeCursor(cursor, 1);
  const { store } = ctx;
  const [rows] = await store.read(
    store.db
      .select({ user: { name: users.name, username: users.username }, profile: userProfiles })
      .from(userProfiles)
      .innerJoin(users, store.own(users, eq(users.id, userProfiles.id)))
      .where(
        store.own(userProfiles, eq(userProfiles.identityState, state), after && gt(userProfiles.id, String(after[0]))),
      )
      .orderBy(asc(userProfiles.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    ({ user, profile }) => ({
      ...user,
      userId: profile.id,
      state,
      fileId: profile.identityFileId,
      ktp: profile.ktpHint && `************${profile.ktpHint}`,
      rejectedReason: profile.identityRejectedReason,
      submittedAt: profile.identitySubmittedAt === null ? null : isoInstant(profile.identitySubmittedAt),
      reviewedAt: profile.identityReviewedAt === null ? null : isoInstant(profile.identityReviewedAt),
    }),
    ({ profile }) => [profile.id],
  );
}
