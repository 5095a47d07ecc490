import { invitationToSend, openInvitationLink } from "../../users/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "account.invitation",
  event: "invitation.sent",
  group: "account",
  audience: "guest",
  outlets: ["email"],
  critical: true,
  words: {
    id: { name: "Undangan", description: "Kepada orang yang diundang bergabung." },
    en: { name: "Invitation", description: "To somebody who is invited to join." },
  },
  linkVariable: "link",
  variables: {
    role: { type: "text", label: { id: "Peran", en: "Role" }, example: "admin" },
    link: {
      type: "url",
      label: { id: "Tautan undangan", en: "Invitation link" },
      example: "https://tepi.example/join",
      secret: true,
    },
  },
  texts: {
    id: {
      title: "Undangan bergabung dengan {{ company }}",
      body: "Halo,\n\nAnda diundang bergabung dengan {{ company }} di Tepi sebagai {{ role }}. Buka tautan di bawah untuk membuat akun.\n\nTautan berlaku tujuh hari. Abaikan pesan ini jika Anda tidak mengenal pengirimnya.",
      action: "Terima undangan",
    },
    en: {
      title: "Invitation to join {{ company }}",
      body: "Hello,\n\nYou are invited to join {{ company }} on Tepi as {{ role }}. Open the link below to make your account.\n\nIt is good for seven days. Ignore this mail if you don't know who sent it.",
      action: "Accept the invitation",
    },
  },
  async occasion(ctx, { data }) {
    const found = await invitationToSend(ctx, data);
    return (
      found && {
        // Sealed, and opened when it is sent: the store keeps no link.
        values: { role: found.roleName, sealedToken: data.sealedToken },
        guest: { id: data.invitationId, email: found.email },
      }
    );
  },
  secrets: async (ctx, { recipientId, values }) => ({
    link: await openInvitationLink(ctx, { invitationId: recipientId, sealedToken: String(values["sealedToken"]) }),
  }),
});
