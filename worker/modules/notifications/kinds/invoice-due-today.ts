import { eventKind } from "../kind.ts";
import { reminderOccasion, reminderVariables } from "./reminder-occasion.ts";

export default eventKind({
  name: "invoice.due-today",
  event: "invoice.reminder_due",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Pengingat hari jatuh tempo", description: "Kepada pelanggan, pada hari tagihannya jatuh tempo." },
    en: { name: "Reminder on the due date", description: "To the customer, on the day on which an invoice is due." },
  },
  variables: reminderVariables,
  texts: {
    id: {
      title: "Tagihan {{ number }} jatuh tempo hari ini",
      body: "Halo {{ recipient }},\n\nTagihan {{ number }} sebesar {{ due }} jatuh tempo hari ini ({{ dueOn }}). Abaikan pesan ini jika Anda sudah membayar.\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: tagihan {{ number }} {{ due }} jatuh tempo hari ini.",
      action: "Bayar sekarang",
    },
    en: {
      title: "Invoice {{ number }} is due today",
      body: "Hello {{ recipient }},\n\nYour invoice {{ number }} of {{ due }} is due today ({{ dueOn }}). If you have already paid, ignore this message.\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: invoice {{ number }} of {{ due }} is due today.",
      action: "Pay now",
    },
  },
  occasion: (ctx, event) => reminderOccasion(ctx, event, "today"),
});
