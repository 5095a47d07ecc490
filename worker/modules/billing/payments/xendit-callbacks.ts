/** What Xendit reports of a checkout. The webhook's token was checked; here reference and amount are. */
import { and, eq } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { getInvoice as getXenditInvoice } from "../../../providers/xendit/client.ts";
import { isPaid, type InvoiceCallback } from "../../../providers/xendit/callback.ts";
import { xenditAccount, type OpenConnection } from "../../connections/index.ts";
import { receiveForInvoice, receiveUnmatched, type Receipt } from "./booking.ts";
import { checkouts } from "../schema.ts";

/** What came of a callback: `done` moved money or a state, `ignored` had nothing to say to us. */
export interface CallbackOutcome {
  state: "done" | "ignored";
  outcome: string;
}

const done = (outcome: string): CallbackOutcome => ({ state: "done", outcome });
const ignored = (outcome: string): CallbackOutcome => ({ state: "ignored", outcome });

/**
 * Books what a callback reports. Late, repeated, odd or unknown money is booked too, with an alert; only what Xendit itself
 * does not know as paid is ignored (its dashboard's test button sends such a callback).
 */
export async function handleXenditCallback(
  ctx: Context,
  callback: InvoiceCallback,
  connection: OpenConnection,
): Promise<CallbackOutcome> {
  const { store } = ctx;
  const [[checkout]] = await store.read(
    store.db
      .select()
      .from(checkouts)
      .where(store.own(checkouts, eq(checkouts.id, callback.external_id), eq(checkouts.connectionId, connection.id))),
  );
  if (!isPaid(callback)) {
    if (callback.status !== "EXPIRED" || !checkout) return ignored(`status ${callback.status}`);
    await store.atomic([
      store.update(checkouts, { state: "expired" }, and(eq(checkouts.id, checkout.id), eq(checkouts.state, "open"))),
    ]);
    return done("checkout expired");
  }
  const known =
    checkout && (checkout.providerId === null || checkout.providerId === callback.id) ? checkout : undefined;
  if (!known && !(await isReallyPaid(ctx, callback, connection))) return ignored("unknown to Xendit itself");
  const receipt = receiptOf(ctx, callback, known);
  const paymentId = checkout
    ? await receiveForInvoice(ctx, checkout.invoiceId, receipt)
    : await receiveUnmatched(ctx, receipt);
  return done(paymentId === undefined ? "booked before" : `payment ${paymentId}`);
}

/** The token is no signature over the body: what does not point to a checkout of ours is looked up before it is believed. */
async function isReallyPaid(ctx: Context, callback: InvoiceCallback, connection: OpenConnection): Promise<boolean> {
  const found = await getXenditInvoice(xenditAccount(ctx, connection), callback.id);
  return found !== undefined && isPaid(found) && found.external_id === callback.external_id;
}

function receiptOf(
  ctx: Context,
  callback: InvoiceCallback,
  checkout: { id: string; amount: number } | undefined,
): Receipt {
  const amount = Math.floor(callback.paid_amount ?? callback.amount);
  return {
    amount,
    method: "xendit",
    channel: [callback.payment_method, callback.payment_channel].filter(Boolean).join(" · ") || undefined,
    receivedAt: callback.paid_at === undefined ? ctx.now() : Math.min(Date.parse(callback.paid_at), ctx.now()),
    recordedBy: ctx.actor.id,
    provider: { name: "xendit", reference: callback.payment_id ?? callback.id },
    checkoutId: checkout?.id,
    mismatch: checkout !== undefined && checkout.amount !== amount,
  };
}
