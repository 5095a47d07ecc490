import { getUser } from "../../users/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "account.security-changed",
  event: "user.security_changed",
  group: "account",
  audience: "user",
  outlets: ["email", "inApp"],
  critical: true,
  words: {
    id: {
      name: "Keamanan akun berubah",
      description: "Kepada anggota, saat kata sandi atau verifikasi dua langkahnya berubah.",
    },
    en: {
      name: "Account security changed",
      description: "To the member, when the password or two-step sign-in changes.",
    },
  },
  variables: {
    change: { type: "text", label: { id: "Perubahan", en: "Change" }, example: "password" },
    username: { type: "text", label: { id: "Nama pengguna", en: "User name" }, example: "melati" },
    resetUrl: {
      type: "url",
      label: { id: "Halaman lupa kata sandi", en: "Forgotten-password page" },
      example: "https://tepi.example/forgot-password",
    },
  },
  texts: {
    id: {
      title:
        "{% case change %}{% when 'password' %}Kata sandi Anda baru saja diganti{% when 'totp_on' %}Verifikasi dua langkah baru saja diaktifkan{% else %}Verifikasi dua langkah baru saja dimatikan{% endcase %} – {{ company }}",
      body: "Halo {{ recipient }},\n\n{% case change %}{% when 'password' %}Kata sandi Anda baru saja diganti{% when 'totp_on' %}Verifikasi dua langkah baru saja diaktifkan{% else %}Verifikasi dua langkah baru saja dimatikan{% endcase %} untuk akun {{ username }} di {{ company }}.\n\nJika bukan Anda yang melakukannya, segera atur ulang kata sandi di {{ resetUrl }} dan hubungi pemilik perusahaan.",
    },
    en: {
      title:
        "{% case change %}{% when 'password' %}Your password was just changed{% when 'totp_on' %}Two-step sign-in was just switched on{% else %}Two-step sign-in was just switched off{% endcase %} – {{ company }}",
      body: "Hello {{ recipient }},\n\n{% case change %}{% when 'password' %}the password was just changed{% when 'totp_on' %}two-step sign-in was just switched on{% else %}two-step sign-in was just switched off{% endcase %} for the account {{ username }} at {{ company }}.\n\nIf that was not you, reset your password at {{ resetUrl }} at once and tell the company's owner.",
    },
  },
  async occasion(ctx, { data }) {
    const user = await getUser(ctx, data.userId);
    const resetUrl = `${ctx.settings.APP_URL}/forgot-password`;
    return { values: { change: data.change, username: user.username, resetUrl }, userIds: [user.id] };
  },
});
