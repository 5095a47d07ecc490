import { eventKind } from "../kind.ts";

export default eventKind({
  name: "task.failed",
  event: "task.failed",
  group: "operations",
  audience: { permission: "tenant:write" },
  outlets: ["inApp", "email"],
  words: {
    id: { name: "Tugas gagal", description: "Kepada admin, saat sebuah tugas terjadwal gagal." },
    en: { name: "Task failed", description: "To admins, when a scheduled task fails." },
  },
  variables: {
    task: { type: "text", label: { id: "Tugas", en: "Task" }, example: "Laporan harian" },
    outcome: { type: "text", label: { id: "Alasan", en: "Reason" }, example: "The address did not answer." },
  },
  texts: {
    id: {
      title: "Tugas {{ task }} gagal",
      body: "Tugas {{ task }} gagal: {{ outcome }}",
      action: "Buka tugas",
    },
    en: {
      title: "The task {{ task }} failed",
      body: "The task {{ task }} failed: {{ outcome }}",
      action: "Open the task",
    },
  },
  occasion: (_ctx, { data }) =>
    Promise.resolve({ values: { task: data.name, outcome: data.outcome }, link: `/tasks/${data.taskId}` }),
});
