import { eventKind } from "../kind.ts";
import { invoiceOccasion, invoiceVariables } from "./invoice-values.ts";

export default eventKind({
  name: "invoice.issued",
  event: "invoice.issued",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Tagihan baru", description: "Kepada pelanggan, saat tagihannya terbit." },
    en: { name: "New invoice", description: "To the customer, when an invoice is issued." },
  },
  variables: invoiceVariables,
  texts: {
    id: {
      title: "Tagihan {{ number }} dari {{ brand }}",
      body: "Halo {{ recipient }},\n\nTagihan {{ number }} sebesar {{ total }} sudah terbit dan jatuh tempo pada {{ dueOn }}.{% if due != total %} Saldo Anda sudah dipakai, sehingga yang masih harus dibayar {{ due }}.{% endif %}\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: tagihan {{ number }} {{ due }}, jatuh tempo {{ dueOn }}.",
      action: "Bayar sekarang",
    },
    en: {
      title: "Invoice {{ number }} from {{ brand }}",
      body: "Hello {{ recipient }},\n\nYour invoice {{ number }} of {{ total }} is ready. It is due on {{ dueOn }}.{% if due != total %} Your credit has been used, so {{ due }} is still to be paid.{% endif %}\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: invoice {{ number }}, {{ due }} due {{ dueOn }}.",
      action: "Pay now",
    },
  },
  async occasion(ctx, { data }) {
    const found = await invoiceOccasion(ctx, data.invoiceId);
    return found?.state === "awaiting_payment" || found?.state === "overdue" ? found : undefined;
  },
});
