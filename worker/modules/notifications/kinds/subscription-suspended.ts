import { eventKind } from "../kind.ts";
import { subscriptionOccasion, subscriptionVariables } from "./subscription-values.ts";

export default eventKind({
  name: "subscription.suspended",
  event: "subscription.suspended",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Layanan diisolir", description: "Kepada pelanggan, saat layanannya diisolir karena tunggakan." },
    en: { name: "Service suspended", description: "To the customer, when arrears suspend a subscription." },
  },
  variables: subscriptionVariables,
  texts: {
    id: {
      title: "Layanan {{ plan }} dihentikan sementara",
      body: "Halo {{ recipient }},\n\nLayanan {{ plan }} kami hentikan sementara karena tunggakan sebesar {{ owed }}. Begitu pembayaran kami terima, layanan aktif kembali dengan sendirinya.\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: layanan {{ plan }} dihentikan sementara, tunggakan {{ owed }}. Aktif lagi setelah dibayar.",
      action: "Bayar sekarang",
    },
    en: {
      title: "Your service {{ plan }} is suspended",
      body: "Hello {{ recipient }},\n\nYour service {{ plan }} is suspended because {{ owed }} is overdue. As soon as we receive your payment, it goes on by itself.\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: your service {{ plan }} is suspended, {{ owed }} is overdue. It goes on once that is paid.",
      action: "Pay now",
    },
  },
  // What a person suspended is for that person to explain.
  occasion: async (ctx, { data }) =>
    data.cause === "overdue" ? subscriptionOccasion(ctx, data.subscriptionId, "suspended") : undefined,
});
