import { getUser } from "../../users/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "identity.submitted",
  event: "user.identity_submitted",
  group: "account",
  audience: { permission: "users:verify" },
  outlets: ["inApp", "email"],
  words: {
    id: {
      name: "Identitas menunggu diperiksa",
      description: "Kepada admin, saat seorang anggota mengirim identitasnya.",
    },
    en: { name: "Identity to review", description: "To admins, when a member hands in an identity document." },
  },
  variables: {
    member: { type: "text", label: { id: "Anggota", en: "Member" }, example: "Toko Anggrek" },
  },
  texts: {
    id: {
      title: "Identitas {{ member }} menunggu diperiksa",
      body: "{{ member }} mengirim kartu identitas untuk diperiksa.",
      action: "Periksa identitas",
    },
    en: {
      title: "{{ member }} handed in an identity document",
      body: "{{ member }} handed in an identity document for review.",
      action: "Review it",
    },
  },
  async occasion(ctx, { data }) {
    const user = await getUser(ctx, data.userId);
    return { values: { member: user.name }, link: `/members/${user.id}` };
  },
});
