import type { RetryPolicy, Delivery } from "../../frame/callbacks.ts";
import { digits, hexId } from "../../frame/ids.ts";
import type { SandboxKit } from "../../frame/provider.ts";
import type { Account } from "./accounts.ts";
import type { Channel } from "./channels.ts";
import { XenditError } from "./errors.ts";
import type { CreateInvoiceInput } from "./inputs.ts";
import { offeredChannels } from "./inputs.ts";
import { qrisPayload } from "./qris.ts";
import { presentCallback } from "./wire.ts";

export interface Payment {
  id: string;
  /** Whole rupiah. */
  amount: number;
  channel: Channel;
  /** The virtual account, QR, telephone number or payment code that was paid. */
  destination: string;
  paidAt: number;
}

export interface Invoice {
  id: string;
  account: Account;
  request: CreateInvoiceInput;
  status: "PENDING" | "PAID" | "EXPIRED";
  channels: Channel[];
  /** Where to pay, by channel code. */
  destinations: Record<string, string>;
  /** More than one when money was forced onto a paid invoice. */
  payments: Payment[];
  checkoutUrl: string;
  createdAt: number;
  updatedAt: number;
  expiresAt: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Six retries at 15 min, 1 h, 3 h, 6 h, 12 h and 24 h after the first try; only a 2xx ends them (facts, section 3). */
export const invoiceCallbackPolicy: RetryPolicy = {
  gapsMs: [15 * minuteMs, 45 * minuteMs, 2 * hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs],
  timeoutMs: 30_000,
  judge: (status) => (status >= 200 && status < 300 ? "delivered" : "retry"),
};

/** The dashboard setting that applies when `invoice_duration` is left out. */
const defaultDurationSeconds = 86_400;

/** Invoices, their life, and the callbacks that tell of it. */
export class Invoices {
  readonly #kit: SandboxKit;
  readonly #byId = new Map<string, Invoice>();

  constructor(kit: SandboxKit) {
    this.#kit = kit;
  }

  /** A repeated `external_id` makes another invoice: whether Xendit refuses it is not documented. */
  create(account: Account, request: CreateInvoiceInput, origin: string): Invoice {
    const { now, random } = this.#kit;
    const offered = offeredChannels(request);
    const id = hexId(random, 24);
    const createdAt = now();
    const destinations = offered.map((channel) => [
      channel.code,
      channel.kind === "qris"
        ? qrisPayload(account.merchantName, request.amount, request.external_id)
        : channel.prefix + digits(random, 10),
    ]);
    const invoice: Invoice = {
      id,
      account,
      request,
      status: "PENDING",
      channels: offered,
      destinations: Object.fromEntries(destinations) as Record<string, string>,
      payments: [],
      checkoutUrl: `${origin}/xendit/checkout/${id}`,
      createdAt,
      updatedAt: createdAt,
      expiresAt: createdAt + (request.invoice_duration ?? defaultDurationSeconds) * 1000,
    };
    this.#byId.set(id, invoice);
    return invoice;
  }

  /** Newest first, of one account if given. */
  list(account?: Account): Invoice[] {
    return [...this.#byId.values()].reverse().filter((invoice) => !account || invoice.account === account);
  }

  find(id: string, account?: Account): Invoice | undefined {
    const invoice = this.#byId.get(id);
    return invoice && (!account || invoice.account === account) ? invoice : undefined;
  }

  /** The newest invoice of that `external_id`, of whatever account. */
  findByExternalId(externalId: string): Invoice | undefined {
    return this.list().find((invoice) => invoice.request.external_id === externalId);
  }

  /**
   * Books a payment in any state and sends the callback `PAID`; who pays as a customer would checks the state first.
   * @param amount whole rupiah; may differ from the invoice's
   * @param callbackToken sent instead of the account's, to play a forger
   */
  pay(invoice: Invoice, channel: Channel, amount: number, callbackToken?: string): Delivery | undefined {
    const { now, random } = this.#kit;
    const destination = invoice.destinations[channel.code] ?? channel.prefix + digits(random, 10);
    const payment: Payment = { id: hexId(random, 24), amount, channel, destination, paidAt: now() };
    invoice.payments.push(payment);
    invoice.account.balance += amount;
    this.#move(invoice, "PAID");
    return this.#notify(invoice, callbackToken);
  }

  /**
   * Closes a pending invoice and sends the callback `EXPIRED`; an expired one stays as it is.
   * @throws XenditError when the invoice is paid
   */
  expire(invoice: Invoice): Delivery | undefined {
    if (invoice.status === "PAID") {
      throw new XenditError(400, "API_VALIDATION_ERROR", "The invoice is already PAID and can't be expired.");
    }
    if (invoice.status === "EXPIRED") return undefined;
    this.#move(invoice, "EXPIRED");
    return this.#notify(invoice);
  }

  /** Expires what is due. */
  expireDue(): void {
    for (const invoice of this.#byId.values()) {
      if (invoice.status === "PENDING" && invoice.expiresAt <= this.#kit.now()) this.expire(invoice);
    }
  }

  #move(invoice: Invoice, status: Invoice["status"]): void {
    invoice.status = status;
    invoice.updatedAt = this.#kit.now();
  }

  #notify(invoice: Invoice, callbackToken?: string): Delivery | undefined {
    return this.sendCallback(
      invoice.account,
      `invoice.${invoice.status.toLowerCase()}`,
      presentCallback(invoice),
      callbackToken,
    );
  }

  /** Sends an invoice callback; undefined when the account has set no address for them. */
  sendCallback(account: Account, event: string, body: unknown, token = account.callbackToken): Delivery | undefined {
    const url = account.callbackUrls.invoice;
    if (!url) return undefined;
    const headers = { "x-callback-token": token };
    return this.#kit.callbacks.send({ provider: "xendit", event, url, headers, body, policy: invoiceCallbackPolicy });
  }
}
