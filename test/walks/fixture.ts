/** A tenant with one of every kind of thing, for the walks. */
import { TestTenant } from "../support/tenant.ts";
import { addCustomer, addInvoice, tokenOf, type PageBody } from "../support/billing.ts";
import { connectXendit } from "../support/xendit.ts";
import type { Fixture } from "./entries.ts";

const idOf = async (tenant: TestTenant, path: string, body: unknown): Promise<string> => {
  const answer = await tenant.as<{ id: string }>("POST", path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
};

export async function tenantWithEverything(): Promise<{ tenant: TestTenant; fixture: Fixture }> {
  const tenant = await TestTenant.signUp();
  const brands = await tenant.as<PageBody<{ id: string; code: string }>>("GET", "/brands");
  const brand = brands.body.data[0] as { id: string; code: string };
  const customerId = await addCustomer(tenant);
  const planId = await idOf(tenant, "/plans", { name: "Rumah 20", price: 150_000 });
  const subscriptionId = await idOf(tenant, "/subscriptions", { customerId, planId });
  const invoice = await addInvoice(tenant, { customerId });
  const draft = await addInvoice(tenant, { customerId, draft: true });
  const paymentId = await idOf(tenant, `/invoices/${invoice.id}/payments`, { amount: 1000, method: "cash" });
  const { connectionId, callbackToken } = await connectXendit(tenant);
  const runId = await idOf(tenant, "/billing-runs", { period: "2026-11" });
  const apiKeyId = await idOf(tenant, "/api-keys", { name: "Kasir", permissions: ["plans:read"] });
  const webhook = await tenant.call<{ id: string }>("POST", "/webhooks/xendit", {
    slug: tenant.slug,
    body: {},
    headers: { "x-callback-token": callbackToken },
  });
  return {
    tenant,
    fixture: {
      customerId,
      brandId: brand.id,
      brandCode: brand.code,
      planId,
      subscriptionId,
      invoiceId: invoice.id,
      draftId: draft.id,
      paymentId,
      connectionId,
      runId,
      receiptId: webhook.body.id,
      publicToken: tokenOf(invoice),
      apiKeyId,
    },
  };
}
