import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";

import { controlError, controlInput } from "../../frame/control.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import type { Account, Accounts } from "./accounts.ts";
import { channels, findChannel } from "./channels.ts";
import { XenditError } from "./errors.ts";
import type { Invoice, Invoices } from "./invoices.ts";
import { presentInvoice } from "./wire.ts";

const webUrl = z.url({ protocol: /^https?$/ });

const accountInput = z.object({
  apiKey: z.string().min(1),
  callbackToken: z.string().min(1).optional(),
  callbackUrl: webUrl.optional(),
  /** Slug; sets the callback address to that tenant's. */
  tenant: z.string().min(1).optional(),
  merchantName: z.string().min(1).max(100).optional(),
});

const target = { invoiceId: z.string().optional(), externalId: z.string().optional() };

const payInput = z.object({
  ...target,
  /** Whole rupiah; the invoice's by default. */
  amount: z.int().min(1).optional(),
  /** A channel (`BCA`, `QRIS`, `OVO`, …) or kind (`bank`, `qris`, `ewallet`, `outlet`); the first offered by default. */
  method: z.string().optional(),
  /** Pays an invoice that is expired or paid already: late and double money. */
  force: z.boolean().default(false),
  /** Sent instead of the account's token, to play a forger. */
  callbackToken: z.string().optional(),
});

/** Controls below `/xendit/_…`: what a merchant does on the dashboard, and what customers and time do. */
export function xenditDesk(kit: SandboxKit, accounts: Accounts, invoices: Invoices): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get("/_accounts", (c) => c.json({ accounts: accounts.list().map(presentAccount) }));
  app.post("/_accounts", async (c) => {
    const parsed = await controlInput(c, accountInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { apiKey, callbackToken, callbackUrl, tenant, merchantName } = parsed.input;
    const account = accounts.open(apiKey);
    account.callbackToken = callbackToken ?? account.callbackToken;
    account.merchantName = merchantName ?? account.merchantName;
    const url = callbackUrl ?? (tenant && `${kit.tepiUrl}/t/${tenant}/webhooks/xendit`);
    if (url) account.callbackUrls.invoice = url;
    return c.json(presentAccount(account), 201);
  });

  app.get("/_invoices", (c) => c.json({ invoices: invoices.list().map(presentInvoice) }));

  app.post("/_pay", async (c) => {
    const parsed = await controlInput(c, payInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { amount, method, force, callbackToken } = parsed.input;
    const invoice = findTarget(invoices, parsed.input);
    if (!invoice) return controlError(c, 404, "No such invoice.");
    const channel = method ? findChannel(method) : invoice.channels[0];
    if (!channel)
      return controlError(c, 400, `Unknown method. There are: ${channels.map(({ code }) => code).join(", ")}.`);
    if (invoice.status !== "PENDING" && !force) {
      return controlError(c, 409, `The invoice is ${invoice.status}; force: true pays it all the same.`);
    }
    const callback = invoices.pay(invoice, channel, amount ?? invoice.request.amount, callbackToken);
    return answer(c, invoice, callback);
  });

  app.post("/_expire", async (c) => {
    const parsed = await controlInput(c, z.object(target));
    if ("refusal" in parsed) return parsed.refusal;
    const invoice = findTarget(invoices, parsed.input);
    if (!invoice) return controlError(c, 404, "No such invoice.");
    try {
      return answer(c, invoice, invoices.expire(invoice));
    } catch (error) {
      if (error instanceof XenditError) return controlError(c, 409, error.message);
      throw error;
    }
  });

  app.post("/_test", async (c) => {
    const parsed = await controlInput(c, z.object({ apiKey: z.string().min(1) }));
    if ("refusal" in parsed) return parsed.refusal;
    const account = accounts.open(parsed.input.apiKey);
    const callback = invoices.sendCallback(account, "invoice.test", cannedInvoice(account, kit.now()));
    return callback ? c.json({ callback }) : controlError(c, 409, "This key has registered no callback URL.");
  });
  return app;
}

function presentAccount({ rateWindows: _, ...account }: Account): Omit<Account, "rateWindows"> {
  return account;
}

function findTarget(invoices: Invoices, { invoiceId, externalId }: z.infer<z.ZodObject<typeof target>>) {
  invoices.expireDue();
  if (invoiceId) return invoices.find(invoiceId);
  return externalId ? invoices.findByExternalId(externalId) : undefined;
}

/** `callback` is null when the account has registered no address. */
function answer(c: Context, invoice: Invoice, callback: unknown): Response {
  return c.json({ invoice: presentInvoice(invoice), callback: callback ?? null });
}

/** What the dashboard's "test" button sends (facts, section 4). */
function cannedInvoice(account: Account, now: number): Record<string, unknown> {
  const time = new Date(now).toISOString();
  return {
    id: "579c8d61f23fa4ca35e52da4",
    external_id: "invoice_123124123",
    user_id: account.userId,
    is_high: true,
    status: "PAID",
    merchant_name: account.merchantName,
    amount: 50_000,
    paid_amount: 50_000,
    currency: "IDR",
    payment_method: "BANK_TRANSFER",
    payment_channel: "BCA",
    bank_code: "BCA",
    created: time,
    updated: time,
    paid_at: time,
  };
}
