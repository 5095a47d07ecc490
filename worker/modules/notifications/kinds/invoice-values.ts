/** What the kinds about invoices have in common. */
import type { Context } from "../../../core/context.ts";
import { invoicePaymentUrl, loadInvoice, owedOf } from "../../billing/index.ts";
import type { Occasion, Value, Variable } from "../kind.ts";

export const invoiceVariables: Record<string, Variable> = {
  number: { type: "text", label: { id: "Nomor tagihan", en: "Invoice number" }, example: "INV-2026-001" },
  brand: { type: "text", label: { id: "Merek", en: "Brand" }, example: "Contoh Net" },
  total: { type: "rupiah", label: { id: "Jumlah tagihan", en: "Total" }, example: 166_500 },
  due: { type: "rupiah", label: { id: "Sisa yang harus dibayar", en: "Still to pay" }, example: 166_500 },
  dueOn: { type: "date", label: { id: "Jatuh tempo", en: "Due date" }, example: "2026-11-25" },
  period: { type: "text", label: { id: "Periode", en: "Period" }, example: "2026-11" },
  paymentUrl: {
    type: "url",
    label: { id: "Tautan pembayaran", en: "Payment link" },
    example: "https://tepi.example/pay/abc",
  },
};

/** An invoice as something to tell its customer; undefined once it has none. */
export async function invoiceOccasion(
  ctx: Context,
  invoiceId: string,
  more: Record<string, Value> = {},
): Promise<(Occasion & { state: string }) | undefined> {
  const { invoice, customer, brand } = await loadInvoice(ctx, invoiceId);
  if (customer.deletedAt !== null) return undefined;
  const values = invoiceValues(ctx, { invoice, brand });
  return {
    state: invoice.state,
    customer: { id: customer.id, name: customer.name, email: customer.email, phone: customer.phone },
    brandId: brand.id,
    link: values.paymentUrl,
    values: { ...values, ...more },
  };
}

/** The variables of an invoice. */
export const invoiceValues = (
  ctx: Context,
  { invoice, brand }: Pick<Awaited<ReturnType<typeof loadInvoice>>, "invoice" | "brand">,
) => ({
  number: invoice.number,
  brand: brand.name,
  total: invoice.total,
  due: owedOf(invoice),
  dueOn: invoice.dueOn,
  period: invoice.period,
  paymentUrl: invoicePaymentUrl(ctx, invoice),
});
