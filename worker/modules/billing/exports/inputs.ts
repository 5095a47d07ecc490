import { z } from "@hono/zod-openapi";
import { tableFormats } from "../../../core/tables.ts";
import { invoiceQuery } from "../invoices/inputs.ts";
import { paymentQuery } from "../payments/inputs.ts";

const format = z.enum(tableFormats).default("csv");

export const invoiceExportQuery = invoiceQuery.omit({ limit: true, cursor: true }).extend({ format });
export type InvoiceExportQuery = z.output<typeof invoiceExportQuery>;

export const paymentExportQuery = paymentQuery.omit({ limit: true, cursor: true }).extend({ format });
export type PaymentExportQuery = z.output<typeof paymentExportQuery>;
