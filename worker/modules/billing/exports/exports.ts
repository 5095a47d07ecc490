/** Invoices and payments as files, by the filters of their lists. */
import type { Context } from "../../../core/context.ts";
import type { Locale } from "../../../core/errors.ts";
import type { Page } from "../../../core/http/page.ts";
import { cutRows, everyItem, tableFile, type Cell, type TableColumn, type TableFormat } from "../../../core/tables.ts";
import { mapped } from "../../../core/streams.ts";
import { dateIn } from "../../../core/time.ts";
import { noted } from "../../audit/index.ts";
import { listInvoices } from "../invoices/list.ts";
import { listPayments } from "../payments/payments.ts";
import type { InvoiceExportQuery, PaymentExportQuery } from "./inputs.ts";

const pageRows = 500;

interface Column<T> {
  header: Record<Locale, string>;
  type: TableColumn["type"];
  cell(item: T, ctx: Context): Cell;
}

const column = <T>(id: string, en: string, type: TableColumn["type"], cell: Column<T>["cell"]): Column<T> => ({
  header: { id, en },
  type,
  cell,
});

type Invoice = Awaited<ReturnType<typeof listInvoices>>["data"][number];
const invoiceColumns: Column<Invoice>[] = [
  column("Nomor", "Number", "text", ({ number }) => number),
  column("No Pelanggan", "Customer number", "text", ({ customer }) => customer && String(customer.number)),
  column("Nama", "Name", "text", ({ customer }) => customer && customer.name),
  column("Periode", "Period", "text", ({ period }) => period),
  column("Terbit", "Issued on", "date", ({ issuedOn }) => issuedOn),
  column("Jatuh tempo", "Due on", "date", ({ dueOn }) => dueOn),
  column("Status", "Status", "text", ({ state }, { locale }) => invoiceStateWords[state][locale]),
  column("Subtotal", "Subtotal", "rupiah", ({ subtotal }) => subtotal),
  column("Diskon", "Discount", "rupiah", ({ discount }) => discount),
  column("PPN", "VAT", "rupiah", ({ tax }) => tax),
  column("Total", "Total", "rupiah", ({ total }) => total),
  column("Dibayar", "Paid", "rupiah", ({ paid }) => paid),
  column("Sisa", "Due", "rupiah", ({ due }) => due),
];

const invoiceStateWords: Record<Invoice["state"], Record<Locale, string>> = {
  draft: { id: "Draf", en: "Draft" },
  awaiting_payment: { id: "Menunggu pembayaran", en: "Awaiting payment" },
  paid: { id: "Lunas", en: "Paid" },
  overdue: { id: "Lewat jatuh tempo", en: "Overdue" },
  void: { id: "Batal", en: "Void" },
};

type Payment = Awaited<ReturnType<typeof listPayments>>["data"][number];
const paymentColumns: Column<Payment>[] = [
  column("Diterima", "Received on", "date", ({ receivedAt }, { tenant }) =>
    dateIn(tenant.timeZone, Date.parse(receivedAt)),
  ),
  column("No Pelanggan", "Customer number", "text", ({ customer }) => customer && String(customer.number)),
  column("Nama", "Name", "text", ({ customer }) => customer && customer.name),
  column("Tagihan", "Invoice", "text", ({ invoiceNumber }) => invoiceNumber),
  column("Metode", "Method", "text", ({ method }) => method),
  column("Jumlah", "Amount", "rupiah", ({ amount }) => amount),
  column("Jadi saldo", "To credit", "rupiah", ({ credited }) => credited),
  column("Catatan", "Note", "text", ({ note }) => note),
];

export const exportInvoices = (ctx: Context, { format, ...filters }: InvoiceExportQuery): Promise<Response> =>
  exported(
    ctx,
    { name: { id: "tagihan", en: "invoices" }, action: "invoices.exported", format, filters },
    invoiceColumns,
    (cursor) => listInvoices(ctx, { ...filters, limit: pageRows, cursor }),
  );

export const exportPayments = (ctx: Context, { format, ...filters }: PaymentExportQuery): Promise<Response> =>
  exported(
    ctx,
    { name: { id: "pembayaran", en: "payments" }, action: "payments.exported", format, filters },
    paymentColumns,
    (cursor) => listPayments(ctx, { ...filters, limit: pageRows, cursor }),
  );

interface Export {
  name: Record<Locale, string>;
  action: string;
  format: TableFormat;
  filters: object;
}

/** Streams them, and writes down who took them and by which filters. */
async function exported<T>(
  ctx: Context,
  { name, action, format, filters }: Export,
  columns: readonly Column<T>[],
  page: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<Response> {
  const { locale, tenant } = ctx;
  const after = { ...filters, format };
  await ctx.store.atomic([noted(ctx, { entity: "export", entityId: tenant.id, action, after })]);
  const rows = mapped(everyItem(page), (item) => columns.map(({ cell }) => cell(item, ctx)));
  return tableFile({
    format,
    fileName: `${name[locale]}-${tenant.slug}-${dateIn(tenant.timeZone, ctx.now())}`,
    columns: columns.map(({ header, type }) => ({ header: header[locale], type })),
    rows: cutRows(rows, locale),
  });
}
