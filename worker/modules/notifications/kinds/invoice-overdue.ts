import { eventKind } from "../kind.ts";
import { reminderOccasion, reminderVariables } from "./reminder-occasion.ts";

export default eventKind({
  name: "invoice.overdue",
  event: "invoice.reminder_due",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: {
      name: "Tagihan jatuh tempo",
      description: "Kepada pelanggan, setelah tagihannya lewat jatuh tempo, sesuai jadwal pengingat.",
    },
    en: {
      name: "Invoice overdue",
      description: "To the customer, after an invoice was due, by the schedule of reminders.",
    },
  },
  variables: reminderVariables,
  texts: {
    id: {
      title: "Tagihan {{ number }} sudah lewat jatuh tempo",
      body: "Halo {{ recipient }},\n\nTagihan {{ number }} sebesar {{ due }} sudah lewat jatuh tempo ({{ dueOn }}). Mohon segera dibayar. Abaikan pesan ini jika Anda sudah membayar.\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: tagihan {{ number }} {{ due }} lewat jatuh tempo {{ dueOn }}. Mohon segera dibayar.",
      action: "Bayar sekarang",
    },
    en: {
      title: "Invoice {{ number }} is overdue",
      body: "Hello {{ recipient }},\n\nYour invoice {{ number }} of {{ due }} was due on {{ dueOn }}. Please pay it soon. If you have already paid, ignore this message.\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: invoice {{ number }} of {{ due }} was due on {{ dueOn }}. Please pay it soon.",
      action: "Pay now",
    },
  },
  occasion: (ctx, event) => reminderOccasion(ctx, event, "overdue"),
});
