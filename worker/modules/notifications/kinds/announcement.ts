import type { Kind } from "../kind.ts";

/** Sent by hand (`announcements.ts`); its texts are the sender's. */
export default {
  name: "announcement",
  group: "messages",
  audience: "user",
  outlets: ["inApp"],
  words: {
    id: { name: "Pengumuman", description: "Pesan yang Anda kirim sendiri kepada pengguna." },
    en: { name: "Announcement", description: "A message that you send to users yourself." },
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
