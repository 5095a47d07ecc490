import { emailConfirmationLink, getUser } from "../../users/index.ts";
import type { EventType } from "../../outbox/index.ts";
import { eventKind, type EventKind } from "../kind.ts";

const confirmation = (event: Extract<EventType, "tenant.signed_up" | "user.email_confirmation_asked">): EventKind =>
  eventKind({
    name: "account.email-confirmation",
    event,
    group: "account",
    audience: "user",
    outlets: ["email"],
    critical: true,
    words: {
      id: { name: "Konfirmasi email", description: "Tautan yang membuktikan alamat email anggota." },
      en: { name: "Email confirmation", description: "The link that proves a member's address." },
    },
    linkVariable: "link",
    variables: {
      link: {
        type: "url",
        label: { id: "Tautan konfirmasi", en: "Confirmation link" },
        example: "https://tepi.example/confirm",
        secret: true,
      },
    },
    texts: {
      id: {
        title: "Konfirmasi email Anda untuk {{ company }}",
        body: "Halo {{ recipient }},\n\nTerima kasih sudah mendaftar di Tepi untuk {{ company }}. Buka tautan di bawah untuk mengonfirmasi email Anda.\n\nTautan berlaku tujuh hari. Abaikan pesan ini jika Anda tidak mendaftar.",
        action: "Konfirmasi email",
      },
      en: {
        title: "Confirm your email address for {{ company }}",
        body: "Hello {{ recipient }},\n\nThank you for joining Tepi for {{ company }}. Open the link below to confirm your email address.\n\nIt is good for seven days. Ignore this mail if you did not sign up.",
        action: "Confirm address",
      },
    },
    async occasion(ctx, { data }) {
      const user = await getUser(ctx, data.userId);
      return user.emailConfirmedAt === null ? { values: {}, userIds: [user.id] } : undefined;
    },
    secrets: async (ctx, { recipientId }) => ({ link: await emailConfirmationLink(ctx, recipientId) }),
  });

/** After a sign-up, and whenever a member asks for it again. */
export const emailConfirmations = [confirmation("tenant.signed_up"), confirmation("user.email_confirmation_asked")];
