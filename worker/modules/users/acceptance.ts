/** Accepting an invitation: the token of its link is all that is needed. */
import { eq } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { isoInstant } from "../../core/time.ts";
import { changed } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { newUser } from "./accounts.ts";
import type { AcceptanceInput } from "./invitation-inputs.ts";
import type { TokensAnswer } from "./inputs.ts";
import { invitationQuery, isOpen } from "./invitations.ts";
import { invitations } from "./schema.ts";
import { openSession, type Device } from "./sessions.ts";

/** @throws Refusal `not_found`, or `invitation_used` when it can't be accepted any more */
async function load(ctx: Context, token: string) {
  const [[found]] = await ctx.store.read(invitationQuery(ctx, eq(invitations.tokenHash, await sha256(token))));
  if (!found) throw new Refusal("not_found");
  if (!isOpen(ctx, found.invitation)) throw new Refusal("invitation_used");
  return found;
}

/** What its reader is invited to. */
export async function getPublicInvitation(ctx: Context, token: string) {
  const { invitation, role } = await load(ctx, token);
  return {
    tenant: { name: ctx.tenant.name, slug: ctx.tenant.slug },
    role: invitation.role,
    roleName: role?.name ?? null,
    email: invitation.email,
    passwordMinLength: Number(ctx.tenant.settings["passwordMinLength"]),
    expiresAt: isoInstant(invitation.expiresAt),
  };
}

/**
 * Makes the user, who is signed in at once. Of two that accept the same invitation the invitation's version lets one
 * through; the user's unique keys do so for two that choose the same username.
 * @throws Refusal `invitation_used`, or naming `email`, `username` or `password`
 */
export async function acceptInvitation(
  ctx: Context,
  token: string,
  input: AcceptanceInput,
  device: Device,
): Promise<TokensAnswer> {
  const { invitation } = await load(ctx, token);
  const email = invitation.email ?? input.email;
  if (email === undefined) throw refuseField("email", "Wajib diisi.", "Required.");
  const { role, customRoleId } = invitation;
  const emailConfirmedAt = invitation.email === null ? null : ctx.now();
  const acting: Context = { ...ctx, actor: { kind: "public", id: invitation.id, name: input.name } };
  const user = await newUser(acting, { ...input, email, role, customRoleId, emailConfirmedAt });
  const session = await openSession(acting, { id: user.id, role }, device);
  const accepted = { state: "accepted" as const };
  try {
    await commit(acting, [
      ...changed(acting, invitations, invitation, accepted, { action: "invitation.accepted" }),
      ...user.statements,
      acting.store.update(invitations, { userId: user.id }, eq(invitations.id, invitation.id)),
      ...session.statements,
      ...(emailConfirmedAt === null ? [event(acting, "user.email_confirmation_asked", { userId: user.id })] : []),
    ]);
  } catch (error) {
    throw asAcceptanceRefusal(error);
  }
  return session.tokens;
}

function asAcceptanceRefusal(error: unknown): unknown {
  switch (violation(error)?.name) {
    case "audit_entries_pk":
    case "audit_entries.version":
      return new Refusal("invitation_used");
    case "users_username":
      return refuseField("username", "Nama pengguna ini sudah dipakai.", "This username is taken.");
    case "users_email":
      return refuseField("email", "Email ini sudah dipakai.", "This email is taken.");
    default:
      return error;
  }
}
