import type { Kind } from "../kind.ts";

/** Sent by hand, with the receipt as PDF (`messages/send-document.ts`). */
export default {
  name: "payment.receipt",
  group: "billing",
  audience: "customer",
  outlets: ["email"],
  sentByHand: true,
  words: {
    id: { name: "Kuitansi dikirim", description: "Kepada pelanggan, saat Anda mengirim kuitansinya sebagai PDF." },
    en: { name: "Receipt sent", description: "To the customer, when you send a receipt as PDF." },
  },
  variables: {
    number: { type: "text", label: { id: "Nomor kuitansi", en: "Receipt number" }, example: "PAY-2026-0001" },
    invoice: { type: "text", label: { id: "Nomor tagihan", en: "Invoice number" }, example: "INV-2026-001" },
    brand: { type: "text", label: { id: "Merek", en: "Brand" }, example: "Contoh Net" },
    amount: { type: "rupiah", label: { id: "Jumlah yang dibayar", en: "Amount paid" }, example: 166_500 },
    receivedOn: { type: "date", label: { id: "Diterima tanggal", en: "Received on" }, example: "2026-11-25" },
  },
  texts: {
    id: {
      title: "Kuitansi {{ number }} dari {{ brand }}",
      body: "Halo {{ recipient }},\n\nTerima kasih. Bersama pesan ini kami kirim kuitansi {{ number }} untuk pembayaran {{ amount }}{% if invoice %} atas tagihan {{ invoice }}{% endif %} pada {{ receivedOn }}.\n\nSalam,\n{{ brand }}",
      short: "{{ brand }}: kuitansi {{ number }} untuk pembayaran {{ amount }}. Terima kasih.",
      action: "Lihat tagihan",
    },
    en: {
      title: "Receipt {{ number }} from {{ brand }}",
      body: "Hello {{ recipient }},\n\nThank you. Please find receipt {{ number }} for your payment of {{ amount }}{% if invoice %} for invoice {{ invoice }}{% endif %} on {{ receivedOn }} with this message.\n\nRegards,\n{{ brand }}",
      short: "{{ brand }}: receipt {{ number }} for your payment of {{ amount }}. Thank you.",
      action: "See the invoice",
    },
  },
} as const satisfies Kind;
