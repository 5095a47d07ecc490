import { getRun } from "../../billing/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "billing-run.finished",
  event: "billing_run.changed",
  group: "billing",
  audience: { permission: "billing-runs:read" },
  outlets: ["inApp"],
  words: {
    id: { name: "Penagihan selesai", description: "Kepada staf, saat penagihan bulanan selesai." },
    en: { name: "Billing run finished", description: "To the staff, when a monthly run is done." },
  },
  variables: {
    period: { type: "text", label: { id: "Periode", en: "Period" }, example: "2026-11" },
    invoices: { type: "number", label: { id: "Jumlah tagihan", en: "Invoices" }, example: 1200 },
    total: { type: "rupiah", label: { id: "Nilai", en: "Total" }, example: 199_800_000 },
  },
  texts: {
    id: {
      title: "Penagihan {{ period }} selesai",
      body: "{{ invoices }} tagihan senilai {{ total }} sudah terbit.",
      action: "Lihat penagihan",
    },
    en: {
      title: "Billing run {{ period }} is done",
      body: "{{ invoices }} invoices were issued, {{ total }} in all.",
      action: "See the run",
    },
  },
  async occasion(ctx, { data }) {
    if (data.state !== "done") return undefined;
    const run = await getRun(ctx, data.runId);
    return {
      values: { period: run.period, invoices: run.issued, total: run.issuedTotal },
      link: `/billing-runs/${data.runId}`,
    };
  },
});
