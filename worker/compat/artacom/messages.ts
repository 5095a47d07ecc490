/** What its WebSocket says ("WebSocket Message Format"): the room's events in its words. Pure. */
import type { LiveEvent } from "../../core/objects.ts";

type Data = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
/** `Rp 150.000`. */
const rupiah = (value: unknown): string => `Rp ${Number(value).toLocaleString("id-ID")}`;

const invoice = ({ serial, number, customerName }: Data): Data => ({
  invoice_id: serial ?? null,
  nomor_invoice: number ?? null,
  pelanggan_nama: customerName ?? null,
});

interface Message {
  type: string;
  message(data: Data): string;
  data(data: Data): Data;
}

/** Its document shows `new_invoice`; the others are made after it. What is not listed is not sent. */
const messages: Record<string, Message> = {
  "invoice.issued": { type: "new_invoice", message: () => "Invoice baru telah dibuat", data: invoice },
  "invoice.paid": {
    type: "invoice_paid",
    message: ({ number }) => `Invoice ${text(number)} telah lunas`,
    data: invoice,
  },
  "invoice.overdue": {
    type: "invoice_overdue",
    message: ({ number }) => `Invoice ${text(number)} telah jatuh tempo`,
    data: invoice,
  },
  "invoice.voided": {
    type: "invoice_void",
    message: ({ number }) => `Invoice ${text(number)} dibatalkan`,
    data: invoice,
  },
  "payment.received": {
    type: "payment_received",
    message: ({ amount }) => `Pembayaran ${rupiah(amount)} diterima`,
    data: ({ invoiceSerial: serial, invoiceNumber: number, customerName, amount }) => ({
      ...invoice({ serial, number, customerName }),
      jumlah: amount,
    }),
  },
  "customer.created": {
    type: "new_pelanggan",
    message: ({ name }) => `Pelanggan baru: ${text(name)}`,
    data: ({ number, name }) => ({ pelanggan_id: number ?? null, pelanggan_nama: name }),
  },
  "notification.created": {
    type: "notification",
    message: ({ title }) => text(title),
    data: ({ number, title, body }) => ({ notification_id: number ?? null, title, message: body }),
  },
};

/** An event as its clients get it, or undefined where they get none. */
export function artacomMessage({ type, data, at }: LiveEvent): object | undefined {
  const known = messages[type];
  return known && { type: known.type, message: known.message(data), data: known.data(data), timestamp: at };
}
