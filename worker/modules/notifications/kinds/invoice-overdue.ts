import { eventKind } from "../kind.ts";
import { invoiceOccasion, invoiceVariables } from "./invoice-values.ts";

export default eventKind({
  name: "invoice.overdue",
  event: "invoice.overdue",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Tagihan jatuh tempo", description: "Kepada pelanggan, saat tagihannya lewat jatuh tempo." },
    en: { name: "Invoice overdue", description: "To the customer, when an invoice is past its due date." },
  },
  variables: invoiceVariables,
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
  async occasion(ctx, { data }) {
    const found = await invoiceOccasion(ctx, data.invoiceId);
    return found?.state === "overdue" ? found : undefined;
  },
});
