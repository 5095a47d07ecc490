/** What files call things, in both languages. */
import type { Locale } from "../../core/errors.ts";
import type { InvoiceState } from "../billing/index.ts";
import type { AgeBucket } from "./ageing.ts";

type Words = Record<Locale, string>;

export const words = {
  revenue: { id: "Laporan pendapatan", en: "Revenue" },
  receivables: { id: "Umur piutang", en: "Receivables by age" },
  receivableInvoices: { id: "Tagihan terutang", en: "Invoices owed" },
  tax: { id: "Laporan PPN", en: "PPN report" },
  taxedInvoices: { id: "Rincian PPN", en: "PPN by invoice" },
  allBrands: { id: "Semua merek", en: "All brands" },
  total: { id: "Jumlah", en: "Total" },
  day: { id: "Tanggal", en: "Day" },
  month: { id: "Bulan", en: "Month" },
  brand: { id: "Merek", en: "Brand" },
  status: { id: "Status", en: "Status" },
  invoices: { id: "Tagihan", en: "Invoices" },
  issued: { id: "Ditagihkan", en: "Issued" },
  payments: { id: "Pembayaran", en: "Payments" },
  received: { id: "Diterima", en: "Received" },
  outstanding: { id: "Belum dibayar", en: "Outstanding" },
  settled: { id: "Sudah dibayar", en: "Paid" },
  number: { id: "Nomor", en: "Number" },
  customer: { id: "Pelanggan", en: "Customer" },
  deleted: { id: "Pelanggan dihapus", en: "Deleted customer" },
  issuedOn: { id: "Tanggal terbit", en: "Issued on" },
  dueOn: { id: "Jatuh tempo", en: "Due on" },
  daysPastDue: { id: "Hari lewat", en: "Days past due" },
  owed: { id: "Sisa", en: "Owed" },
  rate: { id: "Tarif", en: "Rate" },
  base: { id: "DPP", en: "Taxable base (DPP)" },
  ppn: { id: "PPN", en: "PPN" },
  invoiceTotal: { id: "Total", en: "Total" },
  credited: { id: "Nota kredit", en: "Credit notes" },
  refunded: { id: "Dikembalikan", en: "Refunded" },
  age: { id: "Umur", en: "Age" },
  until: { id: "s.d.", en: "to" },
  on: { id: "Per", en: "As of" },
  customersBySegment: { id: "Pelanggan menurut segmen", en: "Customers by segment" },
  churn: { id: "Churn langganan", en: "Subscription churn" },
  customerNumber: { id: "No. pelanggan", en: "Customer no." },
  phone: { id: "Telepon", en: "Phone" },
  segment: { id: "Segmen", en: "Segment" },
  since: { id: "Sejak", en: "Since" },
  overdueInvoices: { id: "Tagihan menunggak", en: "Overdue invoices" },
  overdueAmount: { id: "Tunggakan", en: "Overdue" },
  paidOnTime: { id: "Tepat waktu", en: "Paid on time" },
  paidLate: { id: "Telat", en: "Paid late" },
  lastLateOn: { id: "Terakhir telat (jatuh tempo)", en: "Last paid late (due on)" },
  activeAtStart: { id: "Aktif awal", en: "Active at start" },
  started: { id: "Mulai", en: "Started" },
  ended: { id: "Berhenti", en: "Ended" },
  activeAtEnd: { id: "Aktif akhir", en: "Active at end" },
  churnPercent: { id: "Churn (%)", en: "Churn (%)" },
  suspended: { id: "Dijeda", en: "Paused" },
  restored: { id: "Dilanjutkan", en: "Resumed" },
} as const satisfies Record<string, Words>;
export type Word = keyof typeof words;

export const stateWords: Record<InvoiceState, Words> = {
  draft: { id: "Draf", en: "Draft" },
  awaiting_payment: { id: "Menunggu pembayaran", en: "Awaiting payment" },
  paid: { id: "Lunas", en: "Paid" },
  overdue: { id: "Lewat jatuh tempo", en: "Overdue" },
  void: { id: "Dibatalkan", en: "Void" },
};

export const bucketWords: Record<AgeBucket, Words> = {
  current: { id: "Belum jatuh tempo", en: "Not due yet" },
  "1-30": { id: "1–30 hari", en: "1–30 days" },
  "31-60": { id: "31–60 hari", en: "31–60 days" },
  "61-90": { id: "61–90 hari", en: "61–90 days" },
  "over-90": { id: "Lebih dari 90 hari", en: "Over 90 days" },
};

/** 1100 basis points is `11%`. */
export const rateText = (basisPoints: number, locale: Locale): string =>
  `${(basisPoints / 100).toLocaleString(locale === "id" ? "id-ID" : "en-GB", { maximumFractionDigits: 2 })}%`;
