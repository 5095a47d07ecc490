/** What the kinds about a suspended subscription have in common. */
import type { Context } from "../../../core/context.ts";
import { suspendedSubscription } from "../../billing/index.ts";
import type { Occasion, Variable } from "../kind.ts";

export const subscriptionVariables: Record<string, Variable> = {
  plan: { type: "text", label: { id: "Paket", en: "Plan" }, example: "Rumah 20" },
  brand: { type: "text", label: { id: "Merek", en: "Brand" }, example: "Contoh Net" },
  owed: { type: "rupiah", label: { id: "Tunggakan", en: "Overdue" }, example: 166_500 },
  number: { type: "text", label: { id: "Nomor tagihan tertua", en: "Oldest invoice" }, example: "INV-2026-001" },
  paymentUrl: {
    type: "url",
    label: { id: "Tautan pembayaran", en: "Payment link" },
    example: "https://tepi.example/pay/abc",
  },
};

/** A subscription as something to tell its customer, while it is in `state`. */
export async function subscriptionOccasion(
  ctx: Context,
  subscriptionId: string,
  state: "active" | "suspended",
): Promise<Occasion | undefined> {
  const found = await suspendedSubscription(ctx, subscriptionId);
  if (found?.state !== state || found.customer.deletedAt !== null) return undefined;
  const { customer, brand, planName, owed, invoiceNumber, paymentUrl } = found;
  return {
    customer: { id: customer.id, name: customer.name, email: customer.email, phone: customer.phone },
    brandId: brand.id,
    link: paymentUrl,
    values: { plan: planName, brand: brand.name, owed, number: invoiceNumber, paymentUrl },
  };
}
