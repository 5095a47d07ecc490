import { eventKind } from "../kind.ts";
import { reminderOccasion, reminderVariables } from "./reminder-occasion.ts";

export default eventKind({
  name: "subscription.suspension-notice",
  event: "invoice.reminder_due",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Pemberitahuan sebelum isolir", description: "Kepada pelanggan, sebelum layanannya diisolir." },
    en: { name: "Notice before a suspension", description: "To the customer, before a subscription is suspended." },
  },
  variables: {
    ...reminderVariables,
    suspendsOn: { type: "date", label: { id: "Tanggal isolir", en: "Date of the suspension" }, example: "2026-12-02" },
  },
  texts: {
    id: {
      title: "Layanan Anda akan dihentikan sementara pada {{ suspendsOn }}",
      body: "Halo {{ recipient }},\n\nTagihan {{ number }} sebesar {{ due }} belum kami terima (jatuh tempo {{ dueOn }}). Tanpa pembayaran, layanan Anda kami hentikan sementara pada {{ suspendsOn }}. Abaikan pesan ini jika Anda sudah membayar.\n\nTerima kasih,\n{{ brand }}",
      short:
        "{{ brand }}: tagihan {{ number }} {{ due }} belum dibayar. Layanan dihentikan sementara pada {{ suspendsOn }}.",
      action: "Bayar sekarang",
    },
    en: {
      title: "Your service will be suspended on {{ suspendsOn }}",
      body: "Hello {{ recipient }},\n\nWe have not received {{ due }} for invoice {{ number }}, which was due on {{ dueOn }}. Without a payment your service will be suspended on {{ suspendsOn }}. If you have already paid, ignore this message.\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: invoice {{ number }} of {{ due }} is unpaid. Your service is suspended on {{ suspendsOn }}.",
      action: "Pay now",
    },
  },
  occasion: (ctx, event) => reminderOccasion(ctx, event, "notice"),
});
