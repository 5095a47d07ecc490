import { passwordResetLink, resettableUser } from "../../users/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "account.password-reset",
  event: "user.password_forgotten",
  group: "account",
  audience: "user",
  outlets: ["email"],
  critical: true,
  words: {
    id: { name: "Atur ulang kata sandi", description: "Tautan sekali pakai bagi anggota yang lupa kata sandi." },
    en: { name: "Password reset", description: "The one-time link for a member who forgot the password." },
  },
  linkVariable: "link",
  variables: {
    username: { type: "text", label: { id: "Nama pengguna", en: "User name" }, example: "melati" },
    link: {
      type: "url",
      label: { id: "Tautan", en: "Link" },
      example: "https://tepi.example/reset-password",
      secret: true,
    },
  },
  texts: {
    id: {
      title: "Atur ulang kata sandi {{ company }}",
      body: "Halo {{ recipient }},\n\nAda permintaan untuk mengatur ulang kata sandi Anda ({{ username }}) di {{ company }}. Buka tautan di bawah untuk membuat yang baru.\n\nTautan berlaku satu jam dan hanya sekali. Abaikan pesan ini jika bukan Anda yang meminta.",
      action: "Buat kata sandi baru",
    },
    en: {
      title: "Reset your password for {{ company }}",
      body: "Hello {{ recipient }},\n\nSomebody asked to reset your password ({{ username }}) at {{ company }}. Open the link below to set a new one.\n\nIt is good for one hour and for one use. Ignore this mail if you did not ask for it.",
      action: "Set a new password",
    },
  },
  async occasion(ctx, { data }) {
    const user = await resettableUser(ctx, data.email);
    return user && { values: { username: user.username }, userIds: [user.id] };
  },
  secrets: async (ctx, { recipientId }) => ({ link: await passwordResetLink(ctx, recipientId) }),
});
