import type { Kind } from "../kind.ts";

/** Told by tasks that a tenant sets up itself (modules/tasks). */
export default {
  name: "report.overview",
  group: "reports",
  audience: { permission: "reports:read", roles: ["owner", "admin"] },
  outlets: ["inApp", "email", "telegram", "discord"],
  words: {
    id: { name: "Ringkasan usaha", description: "Kepada penerima yang dipilih di tugasnya: angka bulan berjalan." },
    en: { name: "Overview", description: "To those whom its task names: the figures of the month so far." },
  },
  variables: {
    date: { type: "date", label: { id: "Tanggal", en: "Date" }, example: "2026-11-20" },
    customers: { type: "number", label: { id: "Pelanggan", en: "Customers" }, example: 420 },
    paid: { type: "rupiah", label: { id: "Diterima bulan ini", en: "Received this month" }, example: 61_500_000 },
    issued: { type: "rupiah", label: { id: "Terbit bulan ini", en: "Issued this month" }, example: 72_000_000 },
    unpaid: { type: "number", label: { id: "Tagihan belum lunas", en: "Unpaid invoices" }, example: 57 },
    unpaidAmount: { type: "rupiah", label: { id: "Nilai belum lunas", en: "Amount unpaid" }, example: 9_400_000 },
    overdue: { type: "number", label: { id: "Tagihan lewat jatuh tempo", en: "Overdue invoices" }, example: 31 },
    overdueAmount: { type: "rupiah", label: { id: "Nilai tunggakan", en: "Amount overdue" }, example: 5_100_000 },
  },
  texts: {
    id: {
      title: "Ringkasan {{ company }}, {{ date }}",
      body: "Pelanggan: {{ customers }}\nDiterima bulan ini: {{ paid }}\nTerbit bulan ini: {{ issued }}\nBelum lunas: {{ unpaid }} tagihan, {{ unpaidAmount }}\nLewat jatuh tempo: {{ overdue }} tagihan, {{ overdueAmount }}",
      action: "Buka dasbor",
    },
    en: {
      title: "Overview of {{ company }}, {{ date }}",
      body: "Customers: {{ customers }}\nReceived this month: {{ paid }}\nIssued this month: {{ issued }}\nUnpaid: {{ unpaid }} invoices, {{ unpaidAmount }}\nOverdue: {{ overdue }} invoices, {{ overdueAmount }}",
      action: "Open the dashboard",
    },
  },
} as const satisfies Kind;
