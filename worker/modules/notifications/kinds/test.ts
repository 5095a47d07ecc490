import type { Kind } from "../kind.ts";

/** Sent by hand, to try a channel (`test-send.ts`). */
export default {
  name: "test",
  group: "messages",
  audience: "user",
  outlets: ["inApp"],
  sentByHand: true,
  words: {
    id: { name: "Pesan percobaan", description: "Untuk mencoba sebuah saluran." },
    en: { name: "Test message", description: "To try a channel." },
  },
  variables: {
    title: { type: "text", label: { id: "Judul", en: "Title" }, example: "Gangguan jaringan" },
    message: { type: "text", label: { id: "Isi", en: "Message" }, example: "Perbaikan selesai pukul 15.00." },
  },
  texts: {
    id: { title: "{{ title }}", body: "{{ message }}" },
    en: { title: "{{ title }}", body: "{{ message }}" },
  },
} as const satisfies Kind;
