import * as z from "zod/mini";
import { amountLimits } from "#lib/billing/amounts.ts";
import type { Invoice } from "#lib/billing/invoices.ts";
import { m } from "#lib/paraglide/messages.js";

const required = () => m.common_required();

/** What is typed may be missing a number; the checks below see to it that what is sent does not. */
const item = z.object({
  description: z.string().check(z.trim(), z.minLength(1, { error: required }), z.maxLength(200)),
  quantity: z.nullish(z.number()).check(
    z.refine((value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= amountLimits.quantity, {
      error: () => m.invoices_quantity_invalid(),
    }),
  ),
  unitPrice: z.optional(z.number()).check(
    z.refine((value) => value !== undefined, { error: required }),
    z.refine((value) => (value ?? 0) <= amountLimits.unitPrice, { error: () => m.invoices_unit_price_invalid() }),
  ),
});

/** What the form of an invoice holds; `invoiceBody` makes of it what the API takes. */
export const invoiceSchema = z
  .object({
    customerId: z.string().check(z.minLength(1, { error: () => m.invoices_customer_required() })),
    brandId: z.string(),
    items: z.array(item).check(z.minLength(1), z.maxLength(amountLimits.items)),
    discount: z.optional(z.number()),
    dueOn: z.string(),
    period: z.string(),
    note: z.string().check(z.trim(), z.maxLength(1000)),
    draft: z.boolean(),
  })
  .check(
    z.refine(({ items, discount = 0 }) => discount <= subtotalOf(items), {
      path: ["discount"],
      error: () => m.invoices_discount_invalid(),
    }),
  );
export type InvoiceForm = z.infer<typeof invoiceSchema>;
export type InvoiceFormItem = InvoiceForm["items"][number];

export const emptyItem = (): InvoiceFormItem => ({ description: "", quantity: 1, unitPrice: undefined });

/** Items as numbers, with nothing for what is not typed yet. */
export const typedItems = (items: readonly InvoiceFormItem[]) =>
  items.map(({ description, quantity, unitPrice }) => ({
    description,
    quantity: Math.max(0, Math.trunc(quantity ?? 0)),
    unitPrice: unitPrice ?? 0,
  }));

const subtotalOf = (items: readonly InvoiceFormItem[]): number =>
  typedItems(items).reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);

/** The form of a new invoice, or of a draft that is edited. */
export const initialForm = (draft?: Invoice, customerId = ""): InvoiceForm => ({
  customerId: draft?.customerId ?? customerId,
  brandId: draft?.brandId ?? "",
  items: draft?.items.map(({ description, quantity, unitPrice }) => ({ description, quantity, unitPrice })) ?? [
    emptyItem(),
  ],
  discount: draft?.discount || undefined,
  dueOn: draft?.dueOn ?? "",
  period: draft?.period ?? "",
  note: draft?.note ?? "",
  draft: false,
});

/** What `POST /api/v1/invoices` and, without customer, brand and draft, its `PATCH` take. What is left empty is the server's to choose. */
export const invoiceBody = ({ items, discount = 0, dueOn, period, note }: InvoiceForm) => ({
  items: typedItems(items),
  discount,
  ...(dueOn && { dueOn }),
  ...(period && { period }),
  note,
});
