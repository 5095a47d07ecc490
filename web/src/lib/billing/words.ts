import type { Schemas } from "#lib/api/client.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { m } from "#lib/paraglide/messages.js";

export type InvoiceState = Schemas["Invoice"]["state"];

/** The states of an invoice in the reader's words, in the order of its life. */
export const invoiceStateWords: Record<InvoiceState, () => string> = {
  draft: m.invoice_state_draft,
  awaiting_payment: m.invoice_state_awaiting_payment,
  overdue: m.invoice_state_overdue,
  paid: m.invoice_state_paid,
  void: m.invoice_state_void,
};

export const invoiceStateTones: Record<InvoiceState, Tone> = {
  draft: "neutral",
  awaiting_payment: "info",
  overdue: "bad",
  paid: "good",
  void: "neutral",
};

/** How a payment came: "Tunai", "Transfer", or the provider with the channel it names. */
export function paymentWay({ method, channel }: Pick<Schemas["Payment"], "method" | "channel">): string {
  const known = method === "cash" ? m.payment_method_cash() : method === "transfer" ? m.payment_method_transfer() : "";
  const name = known || method.charAt(0).toUpperCase() + method.slice(1);
  return channel ? `${name} · ${channel.replaceAll("_", " ")}` : name;
}
