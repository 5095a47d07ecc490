import { deletionToTell } from "../../tenancy/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "tenant.deletion",
  event: "tenant.deletion_asked",
  group: "account",
  audience: "user",
  outlets: ["email", "inApp"],
  critical: true,
  words: {
    id: { name: "Perusahaan akan dihapus", description: "Kepada pemilik yang meminta penghapusan perusahaan." },
    en: { name: "Company to be deleted", description: "To the owner who asked for the company's deletion." },
  },
  linkVariable: "page",
  variables: {
    day: { type: "date", label: { id: "Tanggal penghapusan", en: "Day of deletion" }, example: "2026-12-21" },
    page: {
      type: "url",
      label: { id: "Halaman pembatalan", en: "Page to call it off" },
      example: "https://tepi.example/settings/operation",
    },
  },
  texts: {
    id: {
      title: "{{ company }} akan dihapus pada {{ day }}",
      body: "Halo {{ recipient }},\n\nSemua data {{ company }} di Tepi akan dihapus pada {{ day }}. Sampai hari itu Anda masih dapat mengunduh data atau membatalkan penghapusan lewat tautan di bawah.",
      action: "Lihat penghapusan",
    },
    en: {
      title: "{{ company }} will be deleted on {{ day }}",
      body: "Hello {{ recipient }},\n\nAll data of {{ company }} on Tepi will be deleted on {{ day }}. Until then you can download it or call the deletion off by the link below.",
      action: "See the deletion",
    },
  },
  async occasion(ctx, { data }) {
    const day = await deletionToTell(ctx);
    const page = `${ctx.settings.APP_URL}/settings/operation`;
    return day === undefined ? undefined : { values: { day, page }, userIds: [data.userId] };
  },
});
