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
      description: "Kepada admin, saat panggilan penyedia tidak bisa diproses.",
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
      body: "Sebuah panggilan dari {{ provider }} tidak bisa diproses: {{ outcome }} Perbaiki sebabnya, lalu proses ulang.",
      action: "Buka log",
    },
    en: {
      title: "A webhook of {{ provider }} failed",
      body: "A call of {{ provider }} could not be worked off: {{ outcome }} Mend the cause, then replay it.",
      action: "Open the log",
    },
  },
  occasion: (_ctx, { data }) =>
    Promise.resolve({
      values: { provider: data.provider, outcome: data.outcome },
      link: `/webhooks/${data.receiptId}`,
    }),
});
