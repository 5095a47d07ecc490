/** Money that somebody reports who knows our invoices by their numbers. */
import { eq } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { receiveForInvoice, receiveUnmatched, type Receipt } from "./booking.ts";
import { invoices } from "../schema.ts";
import type { CallbackOutcome } from "./xendit-callbacks.ts";

/** The query for an invoice by its number, as people know it. */
export const invoiceNumbered = ({ store }: Context, number: string) =>
  store.db
    .select({ id: invoices.id, state: invoices.state })
    .from(invoices)
    .where(store.own(invoices, eq(invoices.number, number)));

/**
 * Books money for the invoice of that number, once by the provider's reference. Late, repeated or odd money is booked too,
 * with an alert; what no invoice is known for waits to be matched, with the number as its note.
 */
export async function receiveReported(
  ctx: Context,
  number: string,
  receipt: Receipt & { provider: { name: string; reference: string } },
): Promise<CallbackOutcome> {
  const [[invoice]] = await ctx.store.read(invoiceNumbered(ctx, number));
  const paymentId = invoice
    ? await receiveForInvoice(ctx, invoice.id, receipt)
    : await receiveUnmatched(ctx, { ...receipt, note: number });
  return { state: "done", outcome: paymentId === undefined ? "booked before" : `payment ${paymentId}` };
}
