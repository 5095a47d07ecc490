import { paymentMethods } from "./channels.ts";
import type { Invoice } from "./invoices.ts";

const iso = (time: number) => new Date(time).toISOString();

/** Fields of the request that the invoice object repeats. */
const echoed = [
  "payer_email",
  "description",
  "success_redirect_url",
  "failure_redirect_url",
  "customer",
  "customer_notification_preference",
  "items",
  "fees",
  "locale",
  "metadata",
] as const;

/** The invoice object of create, get, list and expire (facts, section 2). */
export function presentInvoice(invoice: Invoice): Record<string, unknown> {
  const { request, account } = invoice;
  const repeated = echoed.filter((name) => request[name] !== undefined).map((name) => [name, request[name]]);
  return {
    id: invoice.id,
    external_id: request.external_id,
    user_id: account.userId,
    status: invoice.status,
    merchant_name: account.merchantName,
    merchant_profile_picture_url: "https://merchant.example/picture.png",
    amount: request.amount,
    currency: "IDR",
    expiry_date: iso(invoice.expiresAt),
    invoice_url: invoice.checkoutUrl,
    ...presentChannels(invoice),
    should_exclude_credit_card: false,
    should_send_email: request.should_send_email ?? false,
    created: iso(invoice.createdAt),
    updated: iso(invoice.updatedAt),
    ...Object.fromEntries(repeated),
    ...presentPayment(invoice),
  };
}

function presentChannels({ channels, account, request }: Invoice): Record<string, unknown> {
  const codes = (kind: string) => channels.filter((channel) => channel.kind === kind).map(({ code }) => code);
  return {
    available_banks: codes("bank").map((bank_code) => ({
      bank_code,
      collection_type: "POOL",
      transfer_amount: request.amount,
      bank_branch: "Virtual Account",
      account_holder_name: account.merchantName.toUpperCase(),
    })),
    available_retail_outlets: codes("outlet").map((retail_outlet_name) => ({ retail_outlet_name })),
    available_ewallets: codes("ewallet").map((ewallet_type) => ({ ewallet_type })),
    available_qr_codes: codes("qris").map((qr_code_type) => ({ qr_code_type })),
    available_direct_debits: [],
    available_paylaters: [],
  };
}

/** The payment fields, of the last payment; none unless paid. */
function presentPayment({ status, payments }: Invoice): Record<string, unknown> {
  const payment = payments.at(-1);
  if (status !== "PAID" || !payment) return {};
  const { channel } = payment;
  return {
    paid_amount: payment.amount,
    paid_at: iso(payment.paidAt),
    payment_id: payment.id,
    payment_method: paymentMethods[channel.kind],
    payment_channel: channel.code,
    payment_destination: payment.destination,
    ...(channel.kind === "bank" && { bank_code: channel.code }),
    ...(channel.kind === "ewallet" && { ewallet_type: channel.code }),
    ...(channel.kind === "outlet" && { retail_outlet_name: channel.code }),
  };
}

/** The flat body of an invoice callback (facts, section 4); without payment fields when expired. */
export function presentCallback(invoice: Invoice): Record<string, unknown> {
  const { request, account } = invoice;
  return {
    id: invoice.id,
    external_id: request.external_id,
    user_id: account.userId,
    is_high: false,
    status: invoice.status,
    merchant_name: account.merchantName,
    amount: request.amount,
    currency: "IDR",
    payer_email: request.payer_email,
    description: request.description,
    created: iso(invoice.createdAt),
    updated: iso(invoice.updatedAt),
    success_redirect_url: request.success_redirect_url,
    failure_redirect_url: request.failure_redirect_url,
    ...presentPayment(invoice),
  };
}
