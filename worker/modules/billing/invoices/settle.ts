import type { Context } from "../../../core/context.ts";
import { changed } from "../../audit/index.ts";
import type { Customer } from "../../customers/index.ts";
import { event, type Part } from "../../outbox/index.ts";
import { refreshBehaviour } from "../behaviour/refresh.ts";
import { countInvoices } from "./counted.ts";
import { invoiceEvent } from "./invoices.ts";
import { owedOf } from "./owed.ts";
import { invoices } from "../schema.ts";
import type { Invoice } from "./view.ts";

interface Payable {
  invoice: Invoice;
  customer: Pick<Customer, "name">;
}

/** What becomes of it: of either, the new sum. */
type Amounts = Partial<Pick<Invoice, "paid" | "credited">>;

/**
 * The one way in which what is owed of an invoice falls, whatever paid it (B13): a payment, the customer's credit, a credit
 * note. When nothing is left it is paid, and `invoice.paid` says so. The invoice's version is the batch's lock.
 * @param action what the audit log says unless that it is paid now
 * @param at the moment of the payment; default: now
 */
export function settleParts(
  ctx: Context,
  { invoice, customer }: Payable,
  amounts: Amounts,
  { action, at = ctx.now() }: { action: string; at?: number },
): Part[] {
  const after = { ...invoice, ...amounts };
  const settled = invoice.state !== "paid" && owedOf(after) === 0;
  const state = settled ? ("paid" as const) : invoice.state;
  return [
    ...countInvoices(ctx, [{ before: invoice, after: { ...after, state } }]),
    ...changed(ctx, invoices, invoice, settled ? { ...amounts, state, paidAt: at } : amounts, {
      action: settled ? "invoice.paid" : action,
    }),
    ...(state === "awaiting_payment" ? [] : refreshBehaviour(ctx, [invoice.customerId])),
    ...(settled ? [event(ctx, "invoice.paid", invoiceEvent(after, customer))] : []),
  ];
}
