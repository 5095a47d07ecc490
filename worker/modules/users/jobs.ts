/** What follows from a change of a user: mails, in Indonesian with an English line. */
import { eq } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { countRequest } from "../../core/limits.ts";
import { sendMail } from "../../providers/postmark/client.ts";
import { noted } from "../audit/index.ts";
import { commit, events, type EventData } from "../outbox/index.ts";
import { getUser, type User } from "./accounts.ts";
import { invitationLink, invitationQuery, isOpen, openToken } from "./invitations.ts";
import { passwordResetToken, userByEmail } from "./password-change.ts";
import { holdersOf } from "./roles.ts";
import { invitations } from "./schema.ts";
import { emailConfirmationToken } from "./service.ts";

interface Words {
  subject: string;
  /** Paragraphs in Indonesian; the last line is English. */
  lines: string[];
  english: string;
  tag: string;
  reference: string;
}

const send = (ctx: Context, to: string, { subject, lines, english, tag, reference }: Words): Promise<void> =>
  sendMail(ctx.settings, { to, subject, text: [...lines, "", "—", english].join("\n"), tag, reference });

/** Sends the mail by which a user confirms the address. */
export async function sendEmailConfirmation(ctx: Context, userId: string): Promise<void> {
  const user = await getUser(ctx, userId);
  if (user.emailConfirmedAt !== null) return;
  const link = `${ctx.settings.APP_URL}/confirm?token=${await emailConfirmationToken(ctx, user)}`;
  await send(ctx, user.email, {
    subject: `Konfirmasi email Anda untuk ${ctx.tenant.name}`,
    lines: [
      `Halo ${user.name},`,
      "",
      `Terima kasih sudah mendaftar di Tepi untuk ${ctx.tenant.name}. Buka tautan ini untuk mengonfirmasi email Anda:`,
      link,
      "",
      "Tautan berlaku tujuh hari. Abaikan pesan ini jika Anda tidak mendaftar.",
    ],
    english: `Hello ${user.name}, open the link above to confirm your email address for ${ctx.tenant.name}. It is good for seven days.`,
    tag: "email-confirmation",
    reference: userId,
  });
}

/** Sends the link that sets a new password, if the address is an active user's. A stranger can't have many sent. */
export async function sendPasswordReset(ctx: Context, email: string): Promise<void> {
  const [[user]] = await ctx.store.read(userByEmail(ctx, email));
  if (user?.state !== "active") return;
  const counted = await countRequest(ctx.env, ctx.settings, "mails", `password-reset:${user.id}`);
  if (!counted.allowed) return;
  const link = `${ctx.settings.APP_URL}/reset-password?token=${await passwordResetToken(ctx, user)}`;
  await send(ctx, user.email, {
    subject: `Atur ulang kata sandi ${ctx.tenant.name}`,
    lines: [
      `Halo ${user.name},`,
      "",
      `Ada permintaan untuk mengatur ulang kata sandi Anda (${user.username}) di ${ctx.tenant.name}. Buka tautan ini:`,
      link,
      "",
      "Tautan berlaku satu jam dan hanya sekali. Abaikan pesan ini jika bukan Anda yang meminta.",
    ],
    english: `Hello ${user.name}, open the link above to set a new password. It is good for one hour and for one use. Ignore this mail if you did not ask for it.`,
    tag: "password-reset",
    reference: user.id,
  });
  await commit(ctx, [noted(ctx, { entity: "user", entityId: user.id, action: "user.password_reset_sent" })]);
}

const securityChanges: Record<EventData<"user.security_changed">["change"], { id: string; en: string }> = {
  password: { id: "Kata sandi Anda baru saja diganti", en: "Your password was just changed" },
  totp_on: { id: "Verifikasi dua langkah baru saja diaktifkan", en: "Two-step sign-in was just switched on" },
  totp_off: { id: "Verifikasi dua langkah baru saja dimatikan", en: "Two-step sign-in was just switched off" },
};

/** Tells a user what changed about signing in, in case it was somebody else. */
export async function sendSecurityNotice(ctx: Context, data: EventData<"user.security_changed">): Promise<void> {
  const user: User = await getUser(ctx, data.userId);
  const words = securityChanges[data.change];
  await send(ctx, user.email, {
    subject: `${words.id} – ${ctx.tenant.name}`,
    lines: [
      `Halo ${user.name},`,
      "",
      `${words.id} untuk akun ${user.username} di ${ctx.tenant.name}.`,
      "",
      `Jika bukan Anda yang melakukannya, segera atur ulang kata sandi di ${ctx.settings.APP_URL}/forgot-password dan hubungi pemilik perusahaan.`,
    ],
    english: `Hello ${user.name}, ${words.en.toLowerCase()} at ${ctx.tenant.name}. If that was not you, reset your password at once and tell the company's owner.`,
    tag: "security-notice",
    reference: user.id,
  });
}

/** Sends an invitation, unless it is over or was sent anew since. */
export async function sendInvitation(ctx: Context, data: EventData<"invitation.sent">): Promise<void> {
  const [[found]] = await ctx.store.read(invitationQuery(ctx, eq(invitations.id, data.invitationId)));
  if (!found?.invitation.email || !isOpen(ctx, found.invitation)) return;
  const token = await openToken(ctx, data);
  if ((await sha256(token)) !== found.invitation.tokenHash) return;
  const roleName = found.role?.name ?? found.invitation.role;
  await send(ctx, found.invitation.email, {
    subject: `Undangan bergabung dengan ${ctx.tenant.name}`,
    lines: [
      "Halo,",
      "",
      `Anda diundang bergabung dengan ${ctx.tenant.name} di Tepi sebagai ${roleName}. Buka tautan ini untuk membuat akun:`,
      invitationLink(ctx, token),
      "",
      "Tautan berlaku tujuh hari. Abaikan pesan ini jika Anda tidak mengenal pengirimnya.",
    ],
    english: `Hello, you are invited to join ${ctx.tenant.name} as ${roleName}. Open the link above to make your account. It is good for seven days.`,
    tag: "invitation",
    reference: data.invitationId,
  });
}

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
