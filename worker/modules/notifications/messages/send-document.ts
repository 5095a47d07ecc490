/** Sending an invoice or a receipt as PDF by hand: one message to its customer, over the channel that was chosen. */
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal, type Locale } from "../../../core/errors.ts";
import { noted } from "../../audit/index.ts";
import { invoiceQueries, receiptPdfUrl, receiptQuery, invoicePaymentUrl, requireBrandOf } from "../../billing/index.ts";
import { commit } from "../../outbox/index.ts";
import { occasionOf } from "../kinds/invoice-values.ts";
import invoiceSent from "../kinds/invoice-sent.ts";
import paymentReceipt from "../kinds/payment-receipt.ts";
import type { CustomerToTell, Kind, Occasion } from "../kind.ts";
import { enqueue } from "../delivery/queue.ts";
import { pickSender, senderQuery } from "../telling/accounts.ts";
import { plan, type Known } from "../telling/plan.ts";
import { othersOf } from "../telling/recipients.ts";
import { planStatements, templatesQuery } from "../telling/tell.ts";
import type { SendDocumentInput } from "./inputs.ts";

/**
 * Sends an invoice to its customer.
 * @throws Refusal `not_found`, `wrong_state` for a draft or a void one, or where nothing sends; naming `outlet` where the
 * customer has no such address
 */
export async function sendInvoice(ctx: Context, id: string, input: SendDocumentInput) {
  const [[found], , templates, senders] = await ctx.store.read(
    ...invoiceQueries(ctx, id),
    templatesQuery(ctx, invoiceSent),
    senderQuery(ctx),
  );
  if (!found) throw new Refusal("not_found");
  if (found.invoice.state === "draft" || found.invoice.state === "void")
    throw new Refusal("wrong_state", {
      detail: {
        id: "Draf dan tagihan yang dibatalkan tidak dikirim kepada pelanggan.",
        en: "Drafts and voided invoices are not sent to customers.",
      },
    });
  requireCustomer(found.customer);
  const occasion = occasionOf(ctx, found, [input.outlet]);
  return send(ctx, invoiceSent, { entity: "invoice", id }, occasion, { rule: undefined, templates, senders }, input);
}

/**
 * Sends a payment's receipt to its customer.
 * @throws Refusal `not_found`, `wrong_state` for money that nobody is known for, or where nothing sends; naming `outlet`
 * where the customer has no such address
 */
export async function sendReceipt(ctx: Context, id: string, input: SendDocumentInput) {
  const [rows, templates, senders] = await ctx.store.read(
    receiptQuery(ctx, id),
    templatesQuery(ctx, paymentReceipt),
    senderQuery(ctx),
  );
  const [found] = rows;
  if (!found) throw new Refusal("not_found");
  const brand = requireBrandOf(rows);
  const { payment, customer, invoice } = found;
  requireCustomer(customer);
  const url = invoice && receiptPdfUrl(ctx, invoice);
  const { name, email, phone } = customer;
  const occasion = {
    customer: { id: customer.id, name, email, phone },
    brandId: brand.id,
    link: invoice && invoicePaymentUrl(ctx, invoice),
    values: {
      number: payment.number,
      invoice: invoice?.number ?? null,
      brand: brand.name,
      amount: payment.amount,
      receivedOn: payment.receivedOn,
    },
    document: {
      ref: { type: "receipt" as const, id, name: `${payment.number.replaceAll("/", "-")}.pdf`, url },
      outlets: [input.outlet],
    },
  };
  return send(ctx, paymentReceipt, { entity: "payment", id }, occasion, { rule: undefined, templates, senders }, input);
}

function requireCustomer<C extends { deletedAt: number | null }>(customer: C | null): asserts customer is C {
  if (customer?.deletedAt !== null)
    throw new Refusal("wrong_state", {
      detail: { id: "Pelanggan ini sudah dihapus.", en: "This customer has been deleted." },
    });
}

async function send(
  ctx: Context,
  kind: Kind,
  about: { entity: "invoice" | "payment"; id: string },
  occasion: Occasion & { customer: CustomerToTell },
  known: Known,
  { outlet, language = "id" }: SendDocumentInput,
) {
  requireAddress(occasion.customer, outlet);
  if (!pickSender(ctx, known.senders, outlet, occasion.brandId ?? null))
    throw new Refusal("wrong_state", { detail: nobodySends });
  const recipients = othersOf(ctx, occasion).map((recipient) => ({ ...recipient, locale: language }));
  const sourceKey = `${about.id}:${ctx.requestId}`;
  const document = occasion.document && inLanguage(occasion.document, language);
  const planned = plan(ctx, kind, sourceKey, { ...occasion, document, outlets: [outlet] }, recipients, known);
  const [delivery] = planned.deliveries;
  if (!delivery) throw new Error(`Nothing was planned of ${kind.name}`);
  const {
    id: deliveryId,
    channel,
    address,
    provider,
  } = delivery as typeof delivery & { address: string; provider: string };
  await commit(ctx, [
    ...planStatements(ctx, planned),
    noted(ctx, {
      entity: about.entity,
      entityId: about.id,
      action: about.entity === "invoice" ? "invoice.sent" : "payment.receipt_sent",
      after: { channel, address },
    }),
  ]);
  ctx.defer(enqueue(ctx, planned.deliveries));
  return { deliveryId, channel: outlet, address, provider };
}

/** The address names the language: who fetches it has none of their own. */
function inLanguage({ ref, outlets }: NonNullable<Occasion["document"]>, language: Locale) {
  return { ref: { ...ref, url: ref.url && `${ref.url}?language=${language}` }, outlets };
}

const nobodySends = {
  id: "Belum ada akun aktif untuk saluran ini. Hubungkan satu dahulu di halaman Koneksi.",
  en: "No active account sends over this channel. Connect one first, on the page of connections.",
};

function requireAddress({ email, phone }: CustomerToTell, outlet: SendDocumentInput["outlet"]): void {
  if (outlet === "email" && !email)
    throw refuseField("outlet", "Pelanggan ini belum punya alamat email.", "This customer has no email address yet.");
  if (outlet === "whatsapp" && !phone)
    throw refuseField("outlet", "Pelanggan ini belum punya nomor telepon.", "This customer has no phone number yet.");
}
