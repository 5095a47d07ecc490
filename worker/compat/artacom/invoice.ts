/** "Invoice Model": its fields, in and out. */
import { z } from "@hono/zod-openapi";
import { numberInPath } from "../../core/http/profile.ts";
import {
  invoiceItemFields,
  periodText,
  type getInvoice,
  type listInvoicesBySkip,
} from "../../modules/billing/index.ts";
import { businessDate } from "../../modules/customers/index.ts";
import { wordsFor } from "../words.ts";

/** Its words for what an invoice can be; it shows none for a void one. */
export const status = wordsFor({
  draft: "Draft",
  awaiting_payment: "Menunggu Pembayaran",
  paid: "Lunas",
  overdue: "Jatuh Tempo",
  void: "Dibatalkan",
});

const item = z.object({
  deskripsi: invoiceItemFields.description,
  jumlah: invoiceItemFields.quantity,
  harga: invoiceItemFields.unitPrice,
});

export const newInvoice = z
  .object({
    pelanggan_id: numberInPath,
    periode: periodText.optional(),
    tanggal_jatuh_tempo: businessDate.optional().openapi({ description: "Default: today and the company's due days." }),
    items: z.array(item).min(1).max(50),
  })
  .openapi("InvoiceCreate");
/** Its names for what the service may refuse. */
export const fieldNames = { customerId: "pelanggan_id", dueOn: "tanggal_jatuh_tempo", brandId: "id_brand" };

export const inputOf = (given: z.output<typeof newInvoice>) => ({
  customerId: { number: given.pelanggan_id },
  items: given.items.map(({ deskripsi, jumlah, harga }) => ({
    description: deskripsi,
    quantity: jumlah,
    unitPrice: harga,
  })),
  discount: 0,
  draft: false,
  ...(given.periode !== undefined && { period: given.periode }),
  ...(given.tanggal_jatuh_tempo !== undefined && { dueOn: given.tanggal_jatuh_tempo }),
});

const model = {
  id: z.int(),
  nomor_invoice: z.string().nullable().openapi({ description: "A draft has none.", example: "INV-2024-001" }),
  pelanggan_id: z.int(),
  periode: z.string().nullable().openapi({ example: "2024-01" }),
  tanggal_invoice: z.string().nullable(),
  tanggal_jatuh_tempo: z.string(),
  total_harga: z.int(),
  status_invoice: status.known,
  paid_at: z.iso.datetime().nullable(),
  payment_link: z.string().nullable().openapi({ description: "Where its customer pays it." }),
  created_at: z.iso.datetime(),
};
export const invoice = z.object(model).openapi("Invoice");
export const invoiceDetail = z
  .object({
    ...model,
    items: z.array(z.object({ deskripsi: z.string(), jumlah: z.int(), harga: z.int() })),
  })
  .openapi("InvoiceDetail");

type Summary = Awaited<ReturnType<typeof listInvoicesBySkip>>["data"][number];
type Detail = Awaited<ReturnType<typeof getInvoice>>;

export const showInvoice = (row: Summary): z.input<typeof invoice> => ({
  id: row.serial,
  nomor_invoice: row.number,
  pelanggan_id: row.customerNumber,
  periode: row.period,
  tanggal_invoice: row.issuedOn,
  tanggal_jatuh_tempo: row.dueOn,
  total_harga: row.total,
  status_invoice: status.of(row.state),
  paid_at: row.paidAt,
  payment_link: row.paymentUrl,
  created_at: row.createdAt,
});

export const showDetail = (row: Detail): z.input<typeof invoiceDetail> => ({
  ...showInvoice(row),
  items: row.items.map(({ description, quantity, unitPrice }) => ({
    deskripsi: description,
    jumlah: quantity,
    harga: unitPrice,
  })),
});
