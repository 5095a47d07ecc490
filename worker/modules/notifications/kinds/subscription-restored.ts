import { eventKind } from "../kind.ts";
import { subscriptionOccasion, subscriptionVariables } from "./subscription-values.ts";

export default eventKind({
  name: "subscription.restored",
  event: "subscription.restored",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Layanan aktif kembali", description: "Kepada pelanggan, saat isolir karena tunggakan dibuka." },
    en: { name: "Service restored", description: "To the customer, when a suspension for arrears is lifted." },
  },
  variables: subscriptionVariables,
  texts: {
    id: {
      title: "Layanan {{ plan }} aktif kembali",
      body: "Halo {{ recipient }},\n\nLayanan {{ plan }} sudah aktif kembali.{% if owed != 'Rp 0' %} Masih ada tunggakan {{ owed }}.{% endif %}\n\nTerima kasih,\n{{ brand }}",
      short: "{{ brand }}: layanan {{ plan }} sudah aktif kembali. Terima kasih.",
      action: "Lihat tagihan",
    },
    en: {
      title: "Your service {{ plan }} is back",
      body: "Hello {{ recipient }},\n\nYour service {{ plan }} is active again.{% if owed != 'Rp 0' %} {{ owed }} is still overdue.{% endif %}\n\nThank you,\n{{ brand }}",
      short: "{{ brand }}: your service {{ plan }} is active again. Thank you.",
      action: "See the invoice",
    },
  },
  occasion: async (ctx, { data }) =>
    data.cause === "manual" ? undefined : subscriptionOccasion(ctx, data.subscriptionId, "active"),
});
