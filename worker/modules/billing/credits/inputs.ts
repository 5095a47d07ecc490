import { z } from "@hono/zod-openapi";
import { says } from "../../../core/http/input.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { businessDate } from "../../customers/index.ts";
import { amountLimits } from "../invoices/amounts.ts";
import { periodText } from "../invoices/inputs.ts";
import { creditNoteCauses } from "./schema.ts";

const amount = z.int().min(1).max(amountLimits.total);
const customerId = z.string().regex(idPattern("cus"));
const invoiceId = z.string().regex(idPattern("inv"));
const customer = z
  .object({ id: z.string(), number: z.int(), name: z.string() })
  .nullable()
  .openapi({ description: "Null once the customer has been deleted." });

const lines = z
  .array(z.object({ line: z.int().min(1).max(50), quantity: z.int().min(1).max(amountLimits.quantity) }))
  .min(1)
  .max(50)
  .refine(
    (list) => new Set(list.map(({ line }) => line)).size === list.length,
    says("Sebut setiap baris sekali saja.", "Name each line once."),
  );

export const creditNoteInput = z
  .object({
    amount: amount.optional().openapi({ description: "Rupiah, tax included; or name lines instead." }),
    items: lines.optional().openapi({ description: "Lines of the invoice, each with how much of its quantity." }),
    reason: z.string().trim().min(3).max(300),
    cause: z.enum(creditNoteCauses).exclude(["plan_change"]).default("correction"),
  })
  .refine(({ amount, items }) => (amount === undefined) !== (items === undefined), {
    ...says("Isi jumlah, atau pilih baris.", "Give an amount, or choose lines."),
    path: ["amount"],
  })
  .openapi("NewCreditNote");
export type CreditNoteInput = z.output<typeof creditNoteInput>;

const creditNoteSummary = {
  id: z.string().regex(idPattern("crn")),
  number: z.string(),
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  customerId: z.string(),
  customer,
  brandId: z.string(),
  amount: z.int().openapi({ description: "Rupiah, tax included." }),
  tax: z.int(),
  applied: z.int().openapi({ description: "Was owed of the invoice, and is owed no more." }),
  credited: z.int().openapi({ description: "Was paid of it, and became the customer's credit." }),
  cause: z.enum(creditNoteCauses),
  reason: z.string(),
  issuedOn: z.string(),
  createdAt: z.iso.datetime(),
};
export const creditNoteRow = z.object(creditNoteSummary).openapi("CreditNoteSummary");
export const creditNoteAnswer = z
  .object({
    ...creditNoteSummary,
    items: z
      .array(z.object({ line: z.int(), description: z.string(), quantity: z.int(), amount: z.int() }))
      .openapi({ description: "Empty where an amount was credited." }),
  })
  .openapi("CreditNote");

export const creditNoteQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({ description: "Beginning of a number, or words of the customer." }),
  cause: z.enum(creditNoteCauses).optional(),
  month: periodText.optional().openapi({ description: "Issued in this month." }),
  customerId: customerId.optional(),
  invoiceId: invoiceId.optional(),
});
export type CreditNoteQuery = z.output<typeof creditNoteQuery>;
export const creditNoteId = z.object({ id: z.string().regex(idPattern("crn")) });

export const refundInput = z
  .object({
    amount,
    method: z.enum(["cash", "transfer"]),
    reference: z.string().trim().max(100).optional(),
    note: z.string().trim().max(300).optional(),
    refundedOn: businessDate.optional().openapi({ description: "Default: today." }),
  })
  .openapi("NewRefund");
export type RefundInput = z.output<typeof refundInput>;

export const refundAnswer = z
  .object({
    id: z.string().regex(idPattern("rfd")),
    number: z.string(),
    customerId: z.string(),
    customer,
    brandId: z.string(),
    amount: z.int(),
    method: z.string(),
    reference: z.string().nullable(),
    note: z.string().nullable(),
    refundedOn: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Refund");

export const refundQuery = pageQuery.extend({ customerId: customerId.optional() });
export type RefundQuery = z.output<typeof refundQuery>;
export const refundId = z.object({ id: z.string().regex(idPattern("rfd")) });

export const creditUseInput = z
  .object({ amount: amount.optional().openapi({ description: "Default: as much as there is, and is owed." }) })
  .openapi("NewCreditUse");

export const creditUseAnswer = z
  .object({
    id: z.string().regex(idPattern("cru")),
    customerId: z.string(),
    invoiceId: z.string(),
    invoiceNumber: z.string().nullable(),
    amount: z.int(),
    usedOn: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi("CreditUse");

export const creditUseQuery = pageQuery.extend({
  customerId: customerId.optional(),
  invoiceId: invoiceId.optional(),
});
export type CreditUseQuery = z.output<typeof creditUseQuery>;

/** What moves a customer's balance, in the order in which it happens on a day. */
export const statementKinds = ["invoice", "credit_note", "payment", "refund"] as const;
export type StatementKind = (typeof statementKinds)[number];

export const statementEntry = z
  .object({
    kind: z.enum(statementKinds),
    id: z.string().openapi({ description: "Of the invoice, credit note, payment or refund." }),
    number: z.string(),
    date: z.string(),
    amount: z.int().openapi({ description: "Positive where the customer owes more afterwards, or has less credit." }),
    balance: z.int().openapi({ description: "What the customer owes after it; negative where it has credit." }),
  })
  .openapi("StatementEntry");
