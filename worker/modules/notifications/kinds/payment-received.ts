import { eventKind } from "../kind.ts";
import { invoiceOccasion, invoiceVariables } from "./invoice-values.ts";

export default eventKind({
  name: "payment.received",
  event: "payment.received",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Pembayaran diterima", description: "Kepada pelanggan, saat pembayaran tagihannya tercatat." },
    en: { name: "Payment received", description: "To the customer, when a payment of an invoice is booked." },
  },
  variables: {
    ...invoiceVariables,
    amount: { type: "rupiah", label: { id: "Jumlah yang dibayar", en: "Amount paid" }, example: 166_500 },
  },
  texts: {
    id: {
      title: "Pembayaran {{ amount }} diterima",
      body: "Halo {{ recipient }},\n\nPembayaran {{ amount }} untuk tagihan {{ number }} sudah kami terima.{% if due != 'Rp 0' %} Sisa tagihan {{ due }}.{% endif %}\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: pembayaran {{ amount }} untuk tagihan {{ number }} sudah diterima. Terima kasih.",
      action: "Lihat tagihan",
    },
    en: {
      title: "Payment of {{ amount }} received",
      body: "Hello {{ recipient }},\n\nWe have received your payment of {{ amount }} for invoice {{ number }}.{% if due != 'Rp 0' %} {{ due }} is still to be paid.{% endif %}\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: we have received {{ amount }} for invoice {{ number }}. Thank you.",
      action: "See the invoice",
    },
  },
  async occasion(ctx, { data }) {
    if (data.invoiceId === null || data.alert === "unmatched") return undefined;
    return invoiceOccasion(ctx, data.invoiceId, { amount: data.amount });
  },
});
