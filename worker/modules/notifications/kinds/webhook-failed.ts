import { eventKind } from "../kind.ts";

export default eventKind({
  name: "webhook.failed",
  event: "webhook.failed",
  group: "operations",
  audience: { permission: "webhooks:replay" },
  outlets: ["inApp", "email"],
  words: {
    id: {
      name: "Webhook gagal",
      description: "Kepada admin, saat panggilan penyedia gagal diproses sampai percobaan terakhir.",
    },
    en: { name: "Webhook failed", description: "To admins, when a provider's call could not be worked off." },
  },
  variables: {
    provider: { type: "text", label: { id: "Penyedia", en: "Provider" }, example: "xendit" },
    outcome: { type: "text", label: { id: "Alasan", en: "Reason" }, example: "The field amount is missing." },
  },
  texts: {
    id: {
      title: "Webhook {{ provider }} gagal diproses",
      body: "Sebuah panggilan dari {{ provider }} gagal diproses sampai percobaan terakhir: {{ outcome }} Perbaiki sebabnya, lalu putar ulang.",
      action: "Buka log",
    },
    en: {
      title: "A webhook of {{ provider }} failed",
      body: "A call of {{ provider }} failed at its last try: {{ outcome }} Mend the cause, then replay it.",
      action: "Open the log",
    },
  },
  occasion: (_ctx, { data }) =>
    Promise.resolve({
      values: { provider: data.provider, outcome: data.outcome },
      link: `/webhooks/${data.receiptId}`,
    }),
});
