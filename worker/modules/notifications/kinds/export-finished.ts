import { eventKind } from "../kind.ts";

export default eventKind({
  name: "export.finished",
  event: "export.finished",
  group: "operations",
  audience: "user",
  outlets: ["email", "inApp"],
  words: {
    id: { name: "Ekspor siap", description: "Kepada orang yang meminta ekspor data perusahaan." },
    en: { name: "Export ready", description: "To whoever asked for an export of the company's data." },
  },
  linkVariable: "page",
  variables: {
    page: {
      type: "url",
      label: { id: "Halaman unduhan", en: "Download page" },
      example: "https://tepi.example/settings/data",
    },
  },
  texts: {
    id: {
      title: "Ekspor data {{ company }} sudah siap",
      body: "Halo {{ recipient }},\n\nEkspor data {{ company }} sudah siap diunduh selama tujuh hari.",
      action: "Unduh ekspor",
    },
    en: {
      title: "The export of {{ company }} is ready",
      body: "Hello {{ recipient }},\n\nThe export of {{ company }} can be downloaded for seven days.",
      action: "Download the export",
    },
  },
  occasion: (ctx, { data }) =>
    Promise.resolve({ values: { page: `${ctx.settings.APP_URL}/settings/data` }, userIds: [data.requestedBy] }),
});
