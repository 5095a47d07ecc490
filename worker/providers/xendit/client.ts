/** Xendit's Invoice API. Requests carry the account's key; our id goes ahead as `external_id`, so that none is made twice. */
import { z } from "zod";
import { Refusal } from "../../core/errors.ts";
import { log } from "../../core/log.ts";

export interface XenditAccount {
  baseUrl: string;
  apiKey: string;
}

/** The parts of Xendit's invoice that we use. */
const invoice = z.object({
  id: z.string().max(100),
  external_id: z.string().max(300),
  status: z.string().max(40),
  amount: z.number(),
  paid_amount: z.number().optional(),
  invoice_url: z.string().max(2000).optional(),
  expiry_date: z.string().max(40).optional(),
});
export type XenditInvoice = z.infer<typeof invoice>;

export interface NewXenditInvoice {
  externalId: string;
  amount: number;
  description: string;
  durationSeconds: number;
  payerEmail?: string | undefined;
  customerName?: string | undefined;
  successUrl: string;
  failureUrl: string;
  /** Narrows the checkout to what the customer chose: `BCA`, `QRIS`, `OVO` … */
  paymentMethods?: string[] | undefined;
}

const timeoutMs = 15_000;

/**
 * Calls Xendit.
 * @throws Refusal `provider_failed`, with Xendit's own error code in the log and in `detail`
 */
async function call<T extends z.ZodType>(
  { baseUrl, apiKey }: XenditAccount,
  method: "GET" | "POST",
  path: string,
  schema: T,
  { body, headers }: { body?: object; headers?: Record<string, string> } = {},
): Promise<z.output<T>> {
  let response: Response;
  try {
    response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Basic ${btoa(`${apiKey}:`)}`,
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw new XenditFailure("UNREACHABLE", 0);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new XenditFailure(errorCode.safeParse(answer).data?.error_code ?? "UNKNOWN", response.status);
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new XenditFailure("UNREADABLE", response.status);
  return parsed.data;
}

const errorCode = z.object({ error_code: z.string().max(100) });

/** What Xendit answered instead of doing what was asked. */
export class XenditFailure extends Refusal {
  readonly errorCode: string;
  readonly status: number;
  constructor(errorCode: string, status: number) {
    super("provider_failed", { detail: { id: `Xendit: ${errorCode}`, en: `Xendit: ${errorCode}` } });
    this.errorCode = errorCode;
    this.status = status;
    log.warn("xendit_failed", { errorCode, status });
  }
  /** The key is wrong or may not do this: no later try will mend it. */
  get isConfiguration(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** `POST /v2/invoices`. */
export const createInvoice = (account: XenditAccount, input: NewXenditInvoice): Promise<XenditInvoice> =>
  call(account, "POST", "/v2/invoices", invoice, {
    body: {
      external_id: input.externalId,
      amount: input.amount,
      description: input.description,
      invoice_duration: input.durationSeconds,
      currency: "IDR",
      ...(input.payerEmail && { payer_email: input.payerEmail }),
      ...(input.customerName && { customer: { given_names: input.customerName } }),
      success_redirect_url: input.successUrl,
      failure_redirect_url: input.failureUrl,
      ...(input.paymentMethods && { payment_methods: input.paymentMethods }),
    },
  });

/** `GET /v2/invoices?external_id=`: what became of a request whose answer never came. */
export async function findByExternalId(account: XenditAccount, externalId: string): Promise<XenditInvoice | undefined> {
  const query = new URLSearchParams({ external_id: externalId });
  const found = await call(account, "GET", `/v2/invoices?${query}`, z.array(invoice).max(100));
  return found[0];
}

/** `GET /v2/invoices/{id}`, or undefined where there is none. */
export async function getInvoice(account: XenditAccount, id: string): Promise<XenditInvoice | undefined> {
  try {
    return await call(account, "GET", `/v2/invoices/${encodeURIComponent(id)}`, invoice);
  } catch (error) {
    if (error instanceof XenditFailure && error.status === 404) return undefined;
    throw error;
  }
}

/** `POST /callback_urls/invoice`: where callbacks are to go. */
export async function registerCallback(account: XenditAccount, url: string, callbackToken: string): Promise<void> {
  await call(account, "POST", "/callback_urls/invoice", z.object({}), {
    body: { url },
    headers: { "x-callback-token": callbackToken },
  });
}

/** `GET /balance`: the cheapest call that a key can be tried with. */
export const getBalance = (account: XenditAccount): Promise<{ balance: number }> =>
  call(account, "GET", "/balance", z.object({ balance: z.number() }));
