/**
 * Money that comes in. One function books it, whether typed in by hand or reported by a provider: what the invoice owes is
 * applied, the rest is the customer's credit, and what belongs to nobody waits to be matched. Nothing is refused.
 */
import { eq } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { dateIn } from "../../../core/time.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created, isLostRace } from "../../audit/index.ts";
import { customerById } from "../../customers/index.ts";
import { account, post } from "../../ledger/index.ts";
import { commit, commitAndRead, event, type Part } from "../../outbox/index.ts";
import { addCredit } from "../credits/credit.ts";
import { countAlert, countReceived } from "../invoices/counted.ts";
import { requireTakes } from "../invoices/invoices.ts";
import { invoiceNumber } from "../invoices/issue.ts";
import { owedOf } from "../invoices/owed.ts";
import { settleParts } from "../invoices/settle.ts";
import { loadInvoice, type LoadedInvoice } from "../invoices/view.ts";
import type { PaymentInput } from "./inputs.ts";
import { paymentById, showPayment, type PaymentRow } from "./payments.ts";
import { checkouts, payments } from "../schema.ts";
import { invoiceTakes } from "../states.ts";

type Payment = Row<typeof payments>;

/** Money as it was received. */
export interface Receipt {
  amount: number;
  method: string;
  channel?: string | undefined;
  receivedAt: number;
  note?: string | undefined;
  recordedBy: string;
  /** The provider's id of this payment: the same money is booked once. */
  provider?: { name: string; reference: string } | undefined;
  checkoutId?: string | undefined;
  /** The provider received another amount than was asked for. */
  mismatch?: boolean;
}

/** How often a booking is decided anew because another writer changed the invoice first. */
const mostAttempts = 8;

/** Records a payment by hand; without an amount, of all that is owed. @throws Refusal `wrong_state` when nothing is owed */
export async function recordPayment(ctx: Context, invoiceId: string, { amount, method, paidAt, note }: PaymentInput) {
  const receivedAt = paidAt === undefined ? ctx.now() : Date.parse(paidAt);
  if (receivedAt > ctx.now() + 60_000)
    throw refuseField("paidAt", "Tidak boleh di masa depan.", "Can't be in the future.");
  const loaded = await loadInvoice(ctx, invoiceId);
  requireTakes(loaded.invoice, "pay");
  const receipt = { amount: amount ?? owedOf(loaded.invoice), method, note, receivedAt, recordedBy: ctx.actor.id };
  return showPayment(await book(ctx, loaded, receipt));
}

/** Books by hand what an invoice still owes: the amount is known here, whatever else somebody says of it. */
export async function settleInvoice(ctx: Context, loaded: LoadedInvoice): Promise<void> {
  requireTakes(loaded.invoice, "pay");
  const amount = owedOf(loaded.invoice);
  await book(ctx, loaded, { amount, method: "manual", receivedAt: ctx.now(), recordedBy: ctx.actor.id });
}

/**
 * Books money for an invoice, in whatever state it is. Safe to repeat and to race: the provider's reference is unique, and
 * a lost race is decided anew.
 * @returns the payment's id, or undefined when this very money was booked before
 */
export async function receiveForInvoice(
  ctx: Context,
  invoiceId: string,
  receipt: Receipt,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const loaded = await loadInvoice(ctx, invoiceId);
    try {
      return (await book(ctx, loaded, receipt)).payment.id;
    } catch (error) {
      if (violation(error)?.name === "payments_provider_reference") return undefined;
      if (!isLostRace(error) || attempt >= mostAttempts) throw error;
    }
  }
}

/** Books money that no invoice or customer is known for. It waits under «unmatched» for somebody to say whose it is. */
export async function receiveUnmatched(ctx: Context, receipt: Receipt): Promise<string | undefined> {
  const id = ctx.id("pay");
  const row = { ...paymentRow(ctx, id, receipt), applied: 0, credited: 0, alert: "unmatched" as const };
  try {
    await commit(ctx, [
      raiseSequence(ctx.store, receiptSeries(ctx, receipt)),
      ...created(ctx, payments, row, { action: "payment.received" }),
      ...countAlert(ctx, row),
      ...post(ctx, [
        {
          debit: account.cash(receipt.method),
          credit: account.unmatched(id),
          amount: receipt.amount,
          reason: "payment.unmatched",
        },
      ]),
      event(ctx, "payment.received", {
        paymentId: id,
        invoiceId: null,
        customerName: null,
        amount: receipt.amount,
        alert: row.alert,
      }),
    ]);
    return id;
  } catch (error) {
    if (violation(error)?.name === "payments_provider_reference") return undefined;
    throw error;
  }
}

async function book(ctx: Context, { invoice, customer }: LoadedInvoice, receipt: Receipt): Promise<PaymentRow> {
  const id = ctx.id("pay");
  const { amount, method } = receipt;
  const payable = invoiceTakes(invoice.state, "pay");
  const applied = payable ? Math.min(amount, owedOf(invoice)) : 0;
  const credited = amount - applied;
  const alert = alertOf(receipt, payable, credited);
  // A draft can still be removed, so no payment holds on to one.
  const invoiceId = invoice.state === "draft" ? null : invoice.id;
  const parts: Part[] = [
    raiseSequence(ctx.store, receiptSeries(ctx, receipt)),
    ...created(
      ctx,
      payments,
      {
        ...paymentRow(ctx, id, receipt),
        customerId: invoice.customerId,
        invoiceId,
        brandId: invoice.brandId,
        applied,
        credited,
        alert,
      },
      { action: "payment.received" },
    ),
    ...post(ctx, [
      {
        debit: account.cash(method),
        credit: account.receivable(invoice.id),
        amount: applied,
        reason: "payment.applied",
      },
      {
        debit: account.cash(method),
        credit: account.credit(invoice.customerId),
        amount: credited,
        reason: "payment.credited",
      },
    ]),
    ...addCredit(ctx, invoice.customerId, credited),
    ...countAlert(ctx, { alert, amount }),
    ...countReceived(ctx, { receivedOn: receivedOn(ctx, receipt), brandId: invoice.brandId, method, amount }),
    event(ctx, "payment.received", {
      paymentId: id,
      invoiceId,
      customerName: customer.name,
      amount,
      alert,
    }),
  ];
  if (applied > 0)
    parts.push(
      ...settleParts(
        ctx,
        { invoice, customer },
        { paid: invoice.paid + applied },
        { action: "invoice.partly_paid", at: receipt.receivedAt },
      ),
    );
  if (receipt.checkoutId)
    parts.push(ctx.store.update(checkouts, { state: "paid" }, eq(checkouts.id, receipt.checkoutId)));
  const [row] = await commitAndRead(ctx, parts, paymentById(ctx, id));
  return row as PaymentRow;
}

/** Why somebody should look at a payment. By hand, too much is what the customer gave; nothing is odd about it. */
function alertOf({ provider, mismatch }: Receipt, payable: boolean, credited: number): Payment["alert"] {
  if (!provider) return null;
  if (!payable) return "late";
  if (mismatch) return "mismatch";
  return credited > 0 ? "overpaid" : null;
}

const receivedOn = (ctx: Context, { receivedAt }: Receipt): string => dateIn(ctx.tenant.timeZone, receivedAt);
const receiptSeries = (ctx: Context, receipt: Receipt): string => `payment:${receivedOn(ctx, receipt).slice(0, 4)}`;

function paymentRow(ctx: Context, id: string, receipt: Receipt) {
  const series = receiptSeries(ctx, receipt);
  return {
    id,
    number: invoiceNumber("PAY-{year}-{number:4}", series.slice(-4), lastNumber(ctx.store, series)),
    method: receipt.method,
    channel: receipt.channel ?? null,
    amount: receipt.amount,
    provider: receipt.provider?.name ?? null,
    providerReference: receipt.provider?.reference ?? null,
    receivedAt: receipt.receivedAt,
    receivedOn: receivedOn(ctx, receipt),
    note: receipt.note ?? null,
    recordedBy: receipt.recordedBy,
    createdAt: ctx.now(),
  };
}

/** Settles an alert. Money that was nobody's becomes the named customer's credit. */
export async function resolveAlert(ctx: Context, id: string, customerId: string | undefined) {
  const [[found], [customer]] = await ctx.store.read(paymentById(ctx, id), customerById(ctx, customerId ?? ""));
  if (!found) throw new Refusal("not_found");
  const { payment } = found;
  if (payment.alert === null || payment.alertResolvedAt !== null) throw new Refusal("wrong_state");
  const resolved = { alertResolvedAt: ctx.now() };
  if (payment.alert !== "unmatched")
    return write(ctx, id, [
      ...changed(ctx, payments, payment, resolved, { action: "payment.alert_resolved" }),
      ...countAlert(ctx, payment, -1),
    ]);
  if (customerId === undefined) throw refuseField("customerId", "Sebutkan pelanggannya.", "Say which customer it is.");
  if (!customer) throw refuseField("customerId", "Pelanggan tidak ditemukan.", "No such customer.");
  return write(ctx, id, [
    ...changed(
      ctx,
      payments,
      payment,
      { ...resolved, customerId: customer.id, credited: payment.amount },
      { action: "payment.matched" },
    ),
    ...countAlert(ctx, payment, -1),
    ...post(ctx, [
      {
        debit: account.unmatched(id),
        credit: account.credit(customer.id),
        amount: payment.amount,
        reason: "payment.matched",
      },
    ]),
    ...addCredit(ctx, customer.id, payment.amount),
  ]);
}

/** Writes a batch and gives the payment as it is then. */
async function write(ctx: Context, id: string, parts: readonly Part[]) {
  const [row] = await commitAndRead(ctx, parts, paymentById(ctx, id));
  return showPayment(row as PaymentRow);
}
