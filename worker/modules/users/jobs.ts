import type { Context } from "../../core/context.ts";
import { sendMail } from "../../providers/postmark/client.ts";
import { emailConfirmationToken, getUser } from "./service.ts";

/** Sends the mail by which a user confirms the address. */
export async function sendEmailConfirmation(ctx: Context, userId: string): Promise<void> {
  const user = await getUser(ctx, userId);
  if (user.emailConfirmedAt !== null) return;
  const link = `${ctx.settings.APP_URL}/confirm?token=${await emailConfirmationToken(ctx, user)}`;
  await sendMail(ctx.settings, {
    to: user.email,
    subject: `Konfirmasi email Anda untuk ${ctx.tenant.name}`,
    text: [
      `Halo ${user.name},`,
      "",
      `Terima kasih sudah mendaftarkan ${ctx.tenant.name} di Tepi. Buka tautan ini untuk mengonfirmasi email Anda:`,
      link,
      "",
      "Tautan berlaku tujuh hari. Abaikan pesan ini jika Anda tidak mendaftar.",
      "",
      "—",
      `Hello ${user.name}, open the link above to confirm your email address for ${ctx.tenant.name}. It is good for seven days.`,
    ].join("\n"),
    tag: "email-confirmation",
    reference: userId,
  });
}
