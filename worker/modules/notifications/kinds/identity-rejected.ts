import { eventKind } from "../kind.ts";

export default eventKind({
  name: "identity.rejected",
  event: "user.identity_rejected",
  group: "account",
  audience: "user",
  outlets: ["inApp", "email", "push"],
  words: {
    id: { name: "Identitas ditolak", description: "Kepada anggota, saat identitasnya ditolak." },
    en: { name: "Identity rejected", description: "To the member, when the identity is rejected." },
  },
  variables: {},
  texts: {
    id: {
      title: "Identitas Anda belum dapat disetujui",
      body: "Halo {{ recipient }}, identitas Anda di {{ company }} belum dapat disetujui. Lihat alasannya di profil Anda, lalu kirim ulang.",
      action: "Buka profil",
    },
    en: {
      title: "Your identity was not accepted",
      body: "Hello {{ recipient }}, your identity at {{ company }} was not accepted. See why in your profile, then hand it in again.",
      action: "Open profile",
    },
  },
  occasion: (_ctx, { data }) => Promise.resolve({ values: {}, userIds: [data.userId], link: "/settings/profile" }),
});
