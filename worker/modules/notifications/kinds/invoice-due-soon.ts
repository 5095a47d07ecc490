import { eventKind } from "../kind.ts";
import { reminderOccasion, reminderVariables } from "./reminder-occasion.ts";

export default eventKind({
  name: "invoice.due-soon",
  event: "invoice.reminder_due",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Pengingat sebelum jatuh tempo", description: "Kepada pelanggan, sebelum tagihannya jatuh tempo." },
    en: { name: "Reminder before the due date", description: "To the customer, before an invoice is due." },
  },
  variables: reminderVariables,
  texts: {
    id: {
      title: "Tagihan {{ number }} jatuh tempo {{ days }} hari lagi",
      body: "Halo {{ recipient }},\n\nSekadar mengingatkan: tagihan {{ number }} sebesar {{ due }} jatuh tempo pada {{ dueOn }}. Abaikan pesan ini jika Anda sudah membayar.\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: tagihan {{ number }} {{ due }} jatuh tempo {{ dueOn }}.",
      action: "Bayar sekarang",
    },
    en: {
      title: "Invoice {{ number }} is due in {{ days }} {% if days == '1' %}day{% else %}days{% endif %}",
      body: "Hello {{ recipient }},\n\nA reminder: your invoice {{ number }} of {{ due }} is due on {{ dueOn }}. If you have already paid, ignore this message.\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: invoice {{ number }} of {{ due }} is due on {{ dueOn }}.",
      action: "Pay now",
    },
  },
  occasion: (ctx, event) => reminderOccasion(ctx, event, "soon"),
});
