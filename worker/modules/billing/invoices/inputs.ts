import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { businessDate } from "../../customers/index.ts";
import { amountLimits } from "./amounts.ts";
import { invoiceStates } from "../states.ts";

/** A billing month, `YYYY-MM`. */
export const periodText = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
  .openapi({ example: "2026-11" });

/** The fields of an item, for whoever takes one in. */
export const invoiceItemFields = {
  description: z.string().trim().min(1).max(200),
  quantity: z.int().min(1).max(amountLimits.quantity).default(1),
  unitPrice: z.int().min(0).max(amountLimits.unitPrice),
};
const item = z.object(invoiceItemFields);

const discount = z.int().min(0).max(amountLimits.total);

export const invoiceInput = z
  .object({
    customerId: z.string().regex(idPattern("cus")),
    brandId: z.string().max(60).optional().openapi({ description: "Id or code; default: the customer's." }),
    items: z.array(item).min(1).max(50),
    discount: discount.default(0),
    dueOn: businessDate.optional().openapi({ description: "Default: today and the company's due days." }),
    period: periodText.optional(),
    note: z.string().trim().max(1000).optional(),
    draft: z.boolean().default(false).openapi({ description: "Keep as a draft instead of issuing at once." }),
  })
  .openapi("NewInvoice");
export type InvoiceInput = z.output<typeof invoiceInput>;

/** A default would overwrite what is not sent, so the patch has none. */
export const invoicePatch = invoiceInput
  .omit({ customerId: true, draft: true, brandId: true })
  .extend({ discount })
  .partial()
  .openapi("InvoicePatch");
export type InvoicePatch = z.output<typeof invoicePatch>;

const customerRef = z.object({ id: z.string(), number: z.int(), name: z.string() });
const brandRef = z.object({ id: z.string(), code: z.string(), name: z.string() });

const summary = {
  id: z.string().regex(idPattern("inv")),
  number: z.string().nullable(),
  customerId: z.string(),
  customer: customerRef.nullable().openapi({ description: "Null once the customer has been deleted." }),
  brandId: z.string(),
  subscriptionId: z.string().nullable(),
  period: z.string().nullable(),
  state: z.enum(invoiceStates),
  issuedOn: z.string().nullable(),
  dueOn: z.string(),
  total: z.int(),
  paid: z.int(),
  credited: z.int().openapi({ description: "Taken back by credit notes." }),
  due: z.int().openapi({ description: "What is still owed, in rupiah." }),
  paidAt: z.iso.datetime().nullable(),
  paymentUrl: z.string().nullable(),
  createdAt: z.iso.datetime(),
};

export const invoiceSummary = z.object(summary).openapi("InvoiceSummary");

export const invoiceAnswer = z
  .object({
    ...summary,
    brand: brandRef,
    items: z.array(item.extend({ quantity: z.int(), line: z.int(), amount: z.int() })),
    subtotal: z.int(),
    discount: z.int(),
    taxRateBasisPoints: z.int(),
    taxInclusive: z.boolean(),
    tax: z.int(),
    note: z.string().nullable(),
  })
  .openapi("Invoice");

export const invoiceQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({ description: "Beginning of a number, or words of the customer." }),
  state: z.enum(invoiceStates).optional(),
  customerId: z.string().regex(idPattern("cus")).optional(),
  period: periodText.optional(),
});
export type InvoiceQuery = z.output<typeof invoiceQuery>;

export const invoiceId = z.object({ id: z.string().regex(idPattern("inv")) });
export const voidInput = z.object({ reason: z.string().trim().max(300).optional() }).openapi("VoidInvoice");
