/** Invoices as systems change them that say no more than the state they want. */
import { holds, type Permission } from "../../../core/access.ts";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { issueLoaded, voidLoaded } from "../invoices/invoices.ts";
import { owedOf } from "../invoices/owed.ts";
import { loadInvoice, showInvoice, type InvoiceKey } from "../invoices/view.ts";
import type { InvoiceAction, InvoiceState } from "../states.ts";
import { settleInvoice } from "./booking.ts";

interface Way {
  action: Extract<InvoiceAction, "issue" | "pay" | "void">;
  permission: Permission;
}

/**
 * What brings an invoice into a state, and who may do that; `invoiceActions` says from which states. Nothing becomes a draft
 * again, and only its due date makes an invoice overdue.
 */
const ways: Partial<Record<InvoiceState, Way>> = {
  awaiting_payment: { action: "issue", permission: "invoices:write" },
  paid: { action: "pay", permission: "payments:write" },
  void: { action: "void", permission: "invoices:void" },
};

/**
 * Brings an invoice into a state: a draft is issued, what is owed is booked as paid by hand, an invoice is voided. One that
 * is in that state already stays as it is.
 * @throws Refusal `not_found`, `wrong_state` or `forbidden`
 */
export async function bringInvoiceTo(ctx: Context, key: InvoiceKey, state: InvoiceState) {
  const loaded = await loadInvoice(ctx, key);
  const { invoice } = loaded;
  if (invoice.state === state) return showInvoice(ctx, loaded);
  const way = ways[state];
  if (!way) throw notByHand(state);
  if (!holds(ctx.actor, way.permission)) throw new Refusal("forbidden");
  if (way.action === "issue") return issueLoaded(ctx, loaded);
  if (way.action === "void") return voidLoaded(ctx, loaded);
  await settleInvoice(ctx, loaded);
  const settled = { ...invoice, state: "paid" as const, paid: invoice.paid + owedOf(invoice), paidAt: ctx.now() };
  return showInvoice(ctx, { ...loaded, invoice: settled });
}

const notByHand = (state: InvoiceState): Refusal =>
  new Refusal("wrong_state", {
    detail: {
      id: `Tagihan tidak bisa dijadikan ${state} dengan tangan.`,
      en: `An invoice can't be made ${state} by hand.`,
    },
  });
