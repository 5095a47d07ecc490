/** What those who tell people need to know of users: whom, and the links that are made when they are sent. */
import { eq } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { countRequest } from "../../core/limits.ts";
import { noted } from "../audit/index.ts";
import { commit, events, type EventData } from "../outbox/index.ts";
import { getUser, type User } from "./accounts.ts";
import { invitationLink, invitationQuery, isOpen, openToken } from "./invitations.ts";
import { passwordResetToken, userByEmail } from "./password-change.ts";
import { holdersOf } from "./roles.ts";
import { invitations } from "./schema.ts";
import { emailConfirmationToken } from "./service.ts";

/** The link by which a user confirms the address. */
export async function emailConfirmationLink(ctx: Context, userId: string): Promise<string> {
  return `${ctx.settings.APP_URL}/confirm?token=${await emailConfirmationToken(ctx, await getUser(ctx, userId))}`;
}

/** The user to whom a link for a new password may be sent. A stranger can't have many sent. */
export async function resettableUser(ctx: Context, email: string): Promise<User | undefined> {
  const [[user]] = await ctx.store.read(userByEmail(ctx, email));
  if (user?.state !== "active") return undefined;
  const counted = await countRequest(ctx.env, ctx.settings, "mails", `password-reset:${user.id}`);
  if (!counted.allowed) return undefined;
  await commit(ctx, [noted(ctx, { entity: "user", entityId: user.id, action: "user.password_reset_sent" })]);
  return user;
}

/** The link that sets a new password. */
export async function passwordResetLink(ctx: Context, userId: string): Promise<string> {
  return `${ctx.settings.APP_URL}/reset-password?token=${await passwordResetToken(ctx, await getUser(ctx, userId))}`;
}

type Sent = EventData<"invitation.sent">;

/** An invitation's address and role, unless it is over or was sent anew since. */
export async function invitationToSend(
  ctx: Context,
  data: Sent,
): Promise<{ email: string; roleName: string } | undefined> {
  const [[found]] = await ctx.store.read(invitationQuery(ctx, eq(invitations.id, data.invitationId)));
  if (!found?.invitation.email || !isOpen(ctx, found.invitation)) return undefined;
  if ((await sha256(await openToken(ctx, data))) !== found.invitation.tokenHash) return undefined;
  return { email: found.invitation.email, roleName: found.role?.name ?? found.invitation.role };
}

/** The link that accepts an invitation. */
export const openInvitationLink = async (ctx: Context, data: Sent): Promise<string> =>
  invitationLink(ctx, await openToken(ctx, data));

/** A changed role has changed what each of its holders may do. */
export async function tellHolders(ctx: Context, roleId: string): Promise<void> {
  const holders = await holdersOf(ctx, roleId);
  if (holders.length === 0) return;
  await commit(ctx, [
    events(
      ctx,
      "user.permissions_changed",
      holders.map((userId) => ({ userId })),
    ),
  ]);
}
