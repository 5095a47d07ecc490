import { eventKind } from "../kind.ts";

export default eventKind({
  name: "connection.failed",
  event: "connection.failed",
  group: "operations",
  audience: { permission: "connections:write" },
  outlets: ["inApp", "email"],
  critical: true,
  words: {
    id: { name: "Sambungan bermasalah", description: "Kepada admin, saat akun penyedia ditolak." },
    en: { name: "Connection failing", description: "To admins, when a provider refuses the account." },
  },
  variables: {
    connection: { type: "text", label: { id: "Sambungan", en: "Connection" }, example: "Whapi" },
    detail: {
      type: "text",
      label: { id: "Jawaban penyedia", en: "Provider's answer" },
      example: "channel not authorized",
    },
  },
  texts: {
    id: {
      title: "Sambungan {{ connection }} ditolak",
      body: "Penyedia menolak akun {{ connection }}: {{ detail }}. Pesan lewat akun ini gagal terkirim sampai sambungannya diperbaiki.",
      action: "Perbaiki sambungan",
    },
    en: {
      title: "The connection {{ connection }} is refused",
      body: "The provider refuses the account {{ connection }}: {{ detail }}. Messages over it fail until the connection is mended.",
      action: "Mend the connection",
    },
  },
  occasion: (_ctx, { data }) =>
    Promise.resolve({ values: { connection: data.name, detail: data.detail }, link: `/connections` }),
});
