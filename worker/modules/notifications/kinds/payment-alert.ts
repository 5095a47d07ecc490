import { eventKind } from "../kind.ts";

export default eventKind({
  name: "payment.alert",
  event: "payment.received",
  group: "billing",
  audience: { permission: "payments:write" },
  outlets: ["inApp", "email"],
  words: {
    id: { name: "Pembayaran perlu diperiksa", description: "Kepada staf, saat uang masuk tidak cocok dengan tagihan." },
    en: { name: "Payment needs a look", description: "To the staff, when money does not match an invoice." },
  },
  variables: {
    amount: { type: "rupiah", label: { id: "Jumlah", en: "Amount" }, example: 150_000 },
    customer: { type: "text", label: { id: "Pelanggan", en: "Customer" }, example: "Warung Kenanga" },
    alert: { type: "text", label: { id: "Masalah", en: "Problem" }, example: "overpaid" },
  },
  texts: {
    id: {
      title: "Pembayaran {{ amount }} perlu diperiksa",
      body: "{% case alert %}{% when 'unmatched' %}Uang {{ amount }} masuk tanpa tagihan yang cocok.{% when 'overpaid' %}{{ customer }} membayar {{ amount }}, lebih dari tagihannya.{% when 'late' %}{{ customer }} membayar {{ amount }} untuk tagihan yang sudah selesai atau batal.{% else %}Pembayaran {{ amount }} dari {{ customer }} tidak sesuai dengan tagihannya.{% endcase %} Putuskan di halaman pembayaran.",
      action: "Periksa pembayaran",
    },
    en: {
      title: "A payment of {{ amount }} needs a look",
      body: "{% case alert %}{% when 'unmatched' %}{{ amount }} came in without an invoice that matches.{% when 'overpaid' %}{{ customer }} paid {{ amount }}, more than the invoice.{% when 'late' %}{{ customer }} paid {{ amount }} for an invoice that is paid or void.{% else %}The payment of {{ amount }} by {{ customer }} does not match its invoice.{% endcase %} Decide on the payments page.",
      action: "Look at the payment",
    },
  },
  // The data says all; nothing is read.
  occasion: (_ctx, { data }) =>
    Promise.resolve(
      data.alert === null
        ? undefined
        : {
            values: { amount: data.amount, customer: data.customerName, alert: data.alert },
            link: "/payments?alert=open",
          },
    ),
});
