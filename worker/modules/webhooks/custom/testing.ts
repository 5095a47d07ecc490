/** A tenant with a provider of its own, and calls as that provider sends them. */
import { createHmac } from "node:crypto";
import {
  addCustomer,
  addInvoice,
  type InvoiceBody,
  type PageBody,
  type PaymentBody,
} from "../../../../test/support/billing.ts";
import { TestTenant, type Answer } from "../../../../test/support/tenant.ts";

export const ownSecret = "rahasia-bank-contoh";

export interface EndpointBody {
  id: string;
  key: string;
  state: string;
  hasSecret: boolean;
  secret: string | null;
  webhookUrl: string;
  code: string;
  errors: { field: string; message: string }[];
}
export interface Log {
  id: string;
  state: string;
  outcome: string | null;
  attempts: number;
  provider: string;
}

export const paymentEndpoint = {
  key: "bank-contoh",
  name: "Bank Contoh",
  signature: { scheme: "hmac", header: "X-Signature", algorithm: "sha256", encoding: "hex", prefix: "sha256=" },
  secret: ownSecret,
  action: "payment",
  mapping: {
    invoiceNumber: { path: "data.bill" },
    amount: { path: "data.amount" },
    reference: { path: "data.reference" },
    status: { path: "data.status", values: { SETTLED: "paid" } },
  },
} as const;

export const notifyEndpoint = {
  key: "pemantau",
  name: "Pemantau Jaringan",
  signature: { scheme: "token", header: "Authorization", prefix: "Bearer " },
  secret: ownSecret,
  action: "notify",
  mapping: { title: { text: "Gangguan" }, message: { path: "alert.text" } },
} as const;

export const settled = (bill: string | null, rest: object = {}) => ({
  data: { bill, amount: 150_000, reference: "TRX-1", status: "SETTLED", ...rest },
});

/** Sends a body as the bank of `paymentEndpoint` does. */
export function sign(body: unknown, secret = ownSecret): { body: string; headers: Record<string, string> } {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const hash = createHmac("sha256", secret).update(text).digest("hex");
  return { body: text, headers: { "x-signature": `sha256=${hash}` } };
}

export async function addEndpoint(tenant: TestTenant, endpoint: object = paymentEndpoint): Promise<EndpointBody> {
  const answer = await tenant.as<EndpointBody>("POST", "/webhook-endpoints", endpoint);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** A tenant with the bank's endpoint and an open invoice of 150,000. */
export async function withBank(endpoint: object = {}) {
  const tenant = await TestTenant.signUp();
  const bank = await addEndpoint(tenant, { ...paymentEndpoint, ...endpoint });
  const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
  return { tenant, bank, invoice, ...callsOf(tenant, bank.key, invoice) };
}

export function callsOf(tenant: TestTenant, key: string, invoice?: InvoiceBody) {
  const post = (sent: {
    body: unknown;
    headers?: Record<string, string>;
  }): Promise<Answer<{ id: string; code: string }>> =>
    tenant.call("POST", `/webhooks/${key}`, { slug: tenant.slug, ...sent });
  return {
    post,
    deliver: (body: unknown) => post(sign(body)),
    state: async () => (await tenant.as<InvoiceBody>("GET", `/invoices/${invoice?.id}`)).body,
    payments: async () => (await tenant.as<PageBody<PaymentBody>>("GET", "/payments")).body.data,
    logs: async (query = "") => (await tenant.as<PageBody<Log>>("GET", `/webhook-logs${query}`)).body.data,
  };
}
