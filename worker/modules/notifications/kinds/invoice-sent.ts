import type { Kind } from "../kind.ts";
import { invoiceVariables } from "./invoice-values.ts";

/** Sent by hand, with the invoice as PDF (`messages/send-document.ts`). */
export default {
  name: "invoice.sent",
  group: "billing",
  audience: "customer",
  outlets: ["email"],
  sentByHand: true,
  words: {
    id: { name: "Tagihan dikirim", description: "Kepada pelanggan, saat Anda mengirim tagihannya sebagai PDF." },
    en: { name: "Invoice sent", description: "To the customer, when you send an invoice as PDF." },
  },
  variables: invoiceVariables,
  texts: {
    id: {
      title: "Tagihan {{ number }} dari {{ brand }}",
      body: "Halo {{ recipient }},\n\nBersama pesan ini kami kirim tagihan {{ number }} sebesar {{ total }}.{% if due == 'Rp 0' %} Tagihan ini sudah lunas, terima kasih.{% else %} Jatuh tempo {{ dueOn }}{% if due != total %}, sisa {{ due }}{% endif %}.{% endif %}\n\nSalam,\n{{ brand }}",
      short: "{{ brand }}: tagihan {{ number }} {{ total }}, jatuh tempo {{ dueOn }}.",
      action: "Lihat tagihan",
    },
    en: {
      title: "Invoice {{ number }} from {{ brand }}",
      body: "Hello {{ recipient }},\n\nPlease find your invoice {{ number }} of {{ total }} with this message.{% if due == 'Rp 0' %} It has been paid, thank you.{% else %} It is due on {{ dueOn }}{% if due != total %}, {{ due }} of it still to pay{% endif %}.{% endif %}\n\nRegards,\n{{ brand }}",
      short: "{{ brand }}: invoice {{ number }} of {{ total }}, due {{ dueOn }}.",
      action: "See the invoice",
    },
  },
} as const satisfies Kind;
