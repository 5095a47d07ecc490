import { eventKind } from "../kind.ts";

export default eventKind({
  name: "identity.verified",
  event: "user.identity_verified",
  group: "account",
  audience: "user",
  outlets: ["inApp", "email", "push"],
  words: {
    id: { name: "Identitas disetujui", description: "Kepada anggota, saat identitasnya disetujui." },
    en: { name: "Identity verified", description: "To the member, when the identity is verified." },
  },
  variables: {},
  texts: {
    id: {
      title: "Identitas Anda sudah disetujui",
      body: "Halo {{ recipient }}, identitas Anda di {{ company }} sudah diperiksa dan disetujui.",
      action: "Buka profil",
    },
    en: {
      title: "Your identity is verified",
      body: "Hello {{ recipient }}, your identity at {{ company }} was reviewed and verified.",
      action: "Open profile",
    },
  },
  occasion: (_ctx, { data }) => Promise.resolve({ values: {}, userIds: [data.userId], link: "/settings/profile" }),
});
