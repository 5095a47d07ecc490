/** What invoices and receipts say, in both languages. */
import type { Locale } from "../../../core/errors.ts";
import type { InvoiceState } from "../states.ts";

const id = {
  invoice: "Tagihan",
  receipt: "Kuitansi",
  billedTo: "Ditagihkan kepada",
  customerNumber: "No. pelanggan",
  number: "Nomor",
  issuedOn: "Tanggal",
  dueOn: "Jatuh tempo",
  period: "Periode",
  description: "Uraian",
  quantity: "Banyak",
  unitPrice: "Harga",
  amount: "Jumlah",
  subtotal: "Subtotal",
  discount: "Diskon",
  taxBase: "DPP",
  tax: "PPN",
  taxIncluded: "sudah termasuk",
  total: "Total",
  paid: "Sudah dibayar",
  credited: "Nota kredit",
  due: "Sisa yang harus dibayar",
  inWords: "Terbilang",
  note: "Catatan",
  scan: "Pindai untuk bayar",
  phone: "Telp",
  taxNumber: "NPWP",
  receivedFrom: "Sudah terima dari",
  sum: "Uang sejumlah",
  for: "Untuk pembayaran",
  forInvoice: "Tagihan",
  toCredit: "Kelebihan menjadi saldo",
  forCredit: "Titipan saldo pelanggan",
  method: "Cara pembayaran",
  reference: "Referensi",
  signature: "Penerima",
  customerDeleted: "Pelanggan dihapus",
};

const en: typeof id = {
  invoice: "Invoice",
  receipt: "Receipt",
  billedTo: "Billed to",
  customerNumber: "Customer no.",
  number: "Number",
  issuedOn: "Date",
  dueOn: "Due date",
  period: "Period",
  description: "Description",
  quantity: "Quantity",
  unitPrice: "Price",
  amount: "Amount",
  subtotal: "Subtotal",
  discount: "Discount",
  taxBase: "Tax base",
  tax: "VAT (PPN)",
  taxIncluded: "included",
  total: "Total",
  paid: "Paid",
  credited: "Credit notes",
  due: "Still to pay",
  inWords: "In words",
  note: "Note",
  scan: "Scan to pay",
  phone: "Phone",
  taxNumber: "NPWP",
  receivedFrom: "Received from",
  sum: "The sum of",
  for: "For",
  forInvoice: "Invoice",
  toCredit: "Kept as credit",
  forCredit: "Credit of the customer",
  method: "Paid by",
  reference: "Reference",
  signature: "Received by",
  customerDeleted: "Deleted customer",
};

export type Words = typeof id;
export const wordsOf: Record<Locale, Words> = { id, en };

/** What is stamped on an invoice; one that still has time bears no stamp. */
export const stamps: Record<Locale, Partial<Record<InvoiceState, string>>> = {
  id: { draft: "DRAF", paid: "LUNAS", overdue: "JATUH TEMPO", void: "BATAL" },
  en: { draft: "DRAFT", paid: "PAID", overdue: "OVERDUE", void: "VOID" },
};

const methods: Record<Locale, Record<string, string>> = {
  id: { cash: "Tunai", transfer: "Transfer bank", xendit: "Xendit" },
  en: { cash: "Cash", transfer: "Bank transfer", xendit: "Xendit" },
};

/** How a payment was made: `Xendit · BANK_TRANSFER · BCA`. */
export const methodInWords = (
  { method, channel }: { method: string; channel: string | null },
  locale: Locale,
): string => [methods[locale][method] ?? method, channel].filter(Boolean).join(" · ");

const tag: Record<Locale, string> = { id: "id-ID", en: "en-GB" };

/** `25 November 2026`. */
export const longDate = (date: string, locale: Locale): string =>
  new Intl.DateTimeFormat(tag[locale], { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));

/** `2026-11` as `November 2026`. */
export const longMonth = (month: string, locale: Locale): string =>
  new Intl.DateTimeFormat(tag[locale], { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** Basis points as percent: 1100 is `11%`. */
export const percent = (basisPoints: number, locale: Locale): string =>
  new Intl.NumberFormat(tag[locale], { style: "percent", maximumFractionDigits: 2 }).format(basisPoints / 10_000);

/** A sentence's beginning: `satu juta` → `Satu juta`. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
