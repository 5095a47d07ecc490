import type { Kind } from "../kind.ts";

/** Told by the task of the same name (modules/tasks). */
export default {
  name: "report.daily",
  group: "reports",
  audience: { permission: "reports:read", roles: ["owner", "admin"] },
  outlets: ["inApp", "email", "telegram", "discord"],
  words: {
    id: { name: "Laporan harian", description: "Kepada pemilik dan admin, setiap pagi: angka kemarin." },
    en: { name: "Daily report", description: "To owners and admins, every morning: yesterday's figures." },
  },
  variables: {
    date: { type: "date", label: { id: "Tanggal", en: "Date" }, example: "2026-11-20" },
    revenue: { type: "rupiah", label: { id: "Pendapatan", en: "Revenue" }, example: 12_500_000 },
    payments: { type: "number", label: { id: "Pembayaran", en: "Payments" }, example: 83 },
    invoices: { type: "number", label: { id: "Tagihan terbit", en: "Invoices issued" }, example: 12 },
    customers: { type: "number", label: { id: "Pelanggan baru", en: "New customers" }, example: 4 },
    revenueToday: { type: "rupiah", label: { id: "Pendapatan hari ini", en: "Revenue today" }, example: 450_000 },
    paymentsToday: { type: "number", label: { id: "Pembayaran hari ini", en: "Payments today" }, example: 3 },
    overdue: { type: "number", label: { id: "Tagihan lewat jatuh tempo", en: "Overdue invoices" }, example: 31 },
    overdueAmount: { type: "rupiah", label: { id: "Nilai tunggakan", en: "Amount overdue" }, example: 5_100_000 },
    alerts: { type: "number", label: { id: "Pembayaran perlu diperiksa", en: "Payments to look at" }, example: 1 },
  },
  texts: {
    id: {
      title: "Laporan {{ company }}, {{ date }}",
      body: "Pendapatan: {{ revenue }} dari {{ payments }} pembayaran\nTagihan terbit: {{ invoices }}\nPelanggan baru: {{ customers }}\nHari ini sejauh ini: {{ revenueToday }} dari {{ paymentsToday }} pembayaran\nLewat jatuh tempo: {{ overdue }} tagihan, {{ overdueAmount }}\nPembayaran perlu diperiksa: {{ alerts }}",
      action: "Buka dasbor",
    },
    en: {
      title: "Report of {{ company }}, {{ date }}",
      body: "Revenue: {{ revenue }} from {{ payments }} payments\nInvoices issued: {{ invoices }}\nNew customers: {{ customers }}\nToday so far: {{ revenueToday }} from {{ paymentsToday }} payments\nOverdue: {{ overdue }} invoices, {{ overdueAmount }}\nPayments to look at: {{ alerts }}",
      action: "Open the dashboard",
    },
  },
} as const satisfies Kind;
