import { eventKind } from "../kind.ts";

export default eventKind({
  name: "webhook.noted",
  event: "webhook.noted",
  group: "operations",
  audience: { permission: "webhooks:read" },
  outlets: ["inApp"],
  words: {
    id: {
      name: "Kabar dari penyedia",
      description: "Kepada admin, saat Digiflazz atau webhook buatan sendiri membawa kabar.",
    },
    en: {
      name: "Word from a provider",
      description: "To admins, when Digiflazz or a webhook of your own brings word.",
    },
  },
  variables: {
    source: { type: "text", label: { id: "Sumber", en: "Source" }, example: "Bank Contoh" },
    title: { type: "text", label: { id: "Judul", en: "Title" }, example: "Transfer masuk" },
    message: { type: "text", label: { id: "Isi", en: "Message" }, example: "Rp 150.000 dari Toko Melati" },
  },
  texts: {
    id: {
      title: "{{ source }}: {{ title }}",
      body: "{{ message }}",
      action: "Buka panggilan",
    },
    en: {
      title: "{{ source }}: {{ title }}",
      body: "{{ message }}",
      action: "Open the call",
    },
  },
  occasion: (_ctx, { data }) =>
    Promise.resolve({
      values: { source: data.name, title: data.title, message: data.message },
      link: `/webhooks/${data.receiptId}`,
    }),
});
