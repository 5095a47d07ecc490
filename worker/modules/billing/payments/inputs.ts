import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { amountLimits } from "../invoices/amounts.ts";

export const paymentInput = z
  .object({
    amount: z
      .int()
      .min(1)
      .max(amountLimits.total)
      .optional()
      .openapi({ description: "Default: what is still owed." }),
    method: z.enum(["cash", "transfer"]),
    paidAt: z.iso.datetime({ offset: true }).optional().openapi({ description: "Default: now." }),
    note: z.string().trim().max(300).optional(),
  })
  .openapi("NewPayment");
export type PaymentInput = z.output<typeof paymentInput>;

export const paymentAlerts = ["overpaid", "late", "mismatch", "unmatched"] as const;

export const paymentAnswer = z
  .object({
    id: z.string().regex(idPattern("pay")),
    number: z.string().openapi({ description: "Number of the receipt." }),
    customerId: z.string().nullable(),
    customer: z.object({ id: z.string(), number: z.int(), name: z.string() }).nullable(),
    invoiceId: z.string().nullable(),
    invoiceNumber: z.string().nullable(),
    brandId: z.string().nullable(),
    method: z.string(),
    channel: z.string().nullable(),
    amount: z.int(),
    applied: z.int().openapi({ description: "What the invoice took." }),
    credited: z.int().openapi({ description: "What became the customer's credit." }),
    provider: z.string().nullable(),
    providerReference: z.string().nullable(),
    receivedAt: z.iso.datetime(),
    note: z.string().nullable(),
    alert: z.enum(paymentAlerts).nullable(),
    alertResolvedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Payment");

export const paymentQuery = pageQuery.extend({
  customerId: z.string().regex(idPattern("cus")).optional(),
  invoiceId: z.string().regex(idPattern("inv")).optional(),
  alert: z.enum(["open"]).optional().openapi({ description: "Only those that somebody should look at." }),
});
export type PaymentQuery = z.output<typeof paymentQuery>;

export const paymentId = z.object({ id: z.string().regex(idPattern("pay")) });

export const resolutionInput = z
  .object({
    customerId: z
      .string()
      .regex(idPattern("cus"))
      .optional()
      .openapi({ description: "Whose money it is, where that was unknown." }),
  })
  .openapi("ResolveAlert");

export const balanceAnswer = z
  .object({
    credit: z.int().openapi({ description: "Paid beyond what was owed." }),
    due: z.int(),
    dueCount: z.int(),
    overdue: z.int().openapi({ description: "The part of `due` that is past its day." }),
    overdueCount: z.int(),
  })
  .openapi("CustomerBalance");

/** `/pay/{token}`: 20 characters of the tenant's id and 24 of the invoice's own. */
export const publicToken = z.object({ token: z.string().regex(/^[0-9a-z]{44}$/) });

export const publicInvoiceAnswer = z
  .object({
    number: z.string(),
    company: z.string(),
    brand: z.object({
      name: z.string(),
      address: z.string().nullable(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
    }),
    customerName: z.string(),
    state: z.enum(["awaiting_payment", "paid", "overdue", "void"]),
    period: z.string().nullable(),
    issuedOn: z.string(),
    dueOn: z.string(),
    items: z.array(
      z.object({ line: z.int(), description: z.string(), quantity: z.int(), unitPrice: z.int(), amount: z.int() }),
    ),
    subtotal: z.int(),
    discount: z.int(),
    taxRateBasisPoints: z.int(),
    taxInclusive: z.boolean(),
    tax: z.int(),
    total: z.int(),
    paid: z.int(),
    credited: z.int(),
    due: z.int(),
    paidAt: z.iso.datetime().nullable(),
    timeZone: z.string(),
    canPayOnline: z.boolean(),
  })
  .openapi("PublicInvoice");

export const publicPaymentInput = z
  .object({ method: z.string().trim().toLowerCase().max(40).default("any") })
  .openapi("PublicPayment");
export const publicPaymentAnswer = z.object({ checkoutUrl: z.string() }).openapi("Checkout");
