/** A tenant with one of every kind of thing, for the walks. */
import { TestTenant } from "../support/tenant.ts";
import { addNotification } from "../../bench/seed/notifications.ts";
import { addCustomer, addInvoice, tokenOf, type PageBody } from "../support/billing.ts";
import { turn } from "../support/providers.ts";
import { connectXendit } from "../support/xendit.ts";
import type { Manifest } from "../../worker/modules/portability/archive.ts";
import { importParts, imports } from "../../worker/modules/portability/schema.ts";
import { samplePdf } from "../../worker/modules/files/testing.ts";
import { kinds } from "../../worker/modules/tenancy/index.ts";
import { raiseSequence } from "../../worker/db/sequences.ts";
import type { Fixture } from "./entries.ts";

const idOf = async (tenant: TestTenant, path: string, body: unknown, status = 201): Promise<string> => {
  const answer = await tenant.as<{ id: string }>("POST", path, body);
  if (answer.status !== status) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
};

/** What is left of the import that a tenant came from. */
async function finishedImport(tenant: TestTenant): Promise<string> {
  const ctx = await tenant.context();
  const id = ctx.id("imp");
  const from = { slug: "asal", name: "Asal", kinds: ["isp"], timeZone: "Asia/Jakarta", settings: {} };
  const manifest = { tenant: from, madeAt: "2026-11-01T00:00:00Z", parts: [] } as unknown as Manifest;
  await ctx.store.atomic([
    ctx.store.insert(imports, { id, state: "done", manifest, requestedBy: "x", createdAt: ctx.now() }),
    ctx.store.insert(importParts, { importId: id, name: "x", bytes: 0, sha256: "x" }),
  ]);
  return id;
}

/** A mail that was refused for good, which puts its address on the list of those not written to. */
async function refusedMail(tenant: TestTenant): Promise<{ deliveryId: string; suppressionId: string }> {
  const token = `postmark-${tenant.slug}`;
  const address = `hilang@${tenant.slug}.example.com`;
  await turn("/postmark/_suppressions", { emails: [address], token });
  const connectionId = await idOf(tenant, "/connections", { provider: "postmark", secrets: { serverToken: token } });
  const tested = await tenant.as<{ data: { delivery: { id: string } }[] }>("POST", "/channels/email/test", {
    to: address,
    connectionId,
  });
  const listed = await tenant.as<PageBody<{ id: string }>>("GET", "/suppressions");
  return { deliveryId: tested.body.data[0]?.delivery.id ?? "", suppressionId: listed.body.data[0]?.id ?? "" };
}

/** A credit note that left its customer credit, of which a part was refunded, another used, and some is left. */
async function creditOfEachKind(tenant: TestTenant, customerId: string) {
  const items = [{ description: "Pasang baru", unitPrice: 100_000 }];
  const [noted, used] = [
    await addInvoice(tenant, { customerId, items }),
    await addInvoice(tenant, { customerId, items }),
  ];
  await idOf(tenant, `/invoices/${noted.id}/payments`, { method: "cash" });
  const creditNoteId = await idOf(tenant, `/invoices/${noted.id}/credit-notes`, {
    items: [{ line: 1, quantity: 1 }],
    reason: "Salah tagih",
  });
  const refundId = await idOf(tenant, `/customers/${customerId}/refunds`, { amount: 10_000, method: "cash" });
  await idOf(tenant, `/invoices/${used.id}/credit-uses`, { amount: 20_000 });
  return { creditNoteId, refundId };
}

/** The series of numbers that profiles know things by. */
const numbered = ["user", "customer", "plan", "subscription", "invoice", "notification"];

/** @param numbersFrom where its numbers go on, so that another company has none of them */
export async function tenantWithEverything({ numbersFrom = 0 } = {}): Promise<{
  tenant: TestTenant;
  fixture: Fixture;
}> {
  const tenant = await TestTenant.signUp({ kinds: [...kinds] });
  const { store } = await tenant.context();
  await store.atomic(numbered.map((series) => raiseSequence(store, series, numbersFrom)));
  const brands = await tenant.as<PageBody<{ id: string; code: string }>>("GET", "/brands");
  const brand = brands.body.data[0] as { id: string; code: string };
  const customerId = await addCustomer(tenant);
  const planId = await idOf(tenant, "/plans", { name: "Rumah 20", price: 150_000 });
  const subscriptionId = await idOf(tenant, "/subscriptions", { customerId, planId });
  const planChangeId = await idOf(tenant, `/subscriptions/${subscriptionId}/plan-changes`, {
    planId,
    effectiveOn: "2026-12-24",
    discount: 1,
  });
  const invoice = await addInvoice(tenant, { customerId });
  const draft = await addInvoice(tenant, { customerId, draft: true });
  const paymentId = await idOf(tenant, `/invoices/${invoice.id}/payments`, { amount: 1000, method: "cash" });
  const { creditNoteId, refundId } = await creditOfEachKind(tenant, customerId);
  const { connectionId, callbackToken } = await connectXendit(tenant);
  const runId = await idOf(tenant, "/billing-runs", { period: "2026-11" });
  const apiKeyId = await idOf(tenant, "/api-keys", { name: "Kasir", permissions: ["plans:read"] });
  const webhook = await tenant.call<{ id: string }>("POST", "/webhooks/xendit", {
    slug: tenant.slug,
    body: {},
    headers: { "x-callback-token": callbackToken },
  });
  const endpointId = await idOf(tenant, "/webhook-endpoints", {
    key: "bank-contoh",
    name: "Bank Contoh",
    signature: { scheme: "token", header: "X-Token" },
    action: "notify",
    mapping: { title: { text: "Kabar" }, message: { path: "message" } },
  });
  const exportId = await idOf(tenant, "/exports", { passphrase: "kunci arsip yang panjang" }, 202);
  const importId = await finishedImport(tenant);
  const customerImportId = await idOf(
    tenant,
    "/customer-imports",
    "Nama,Email\nToko Kenanga,bukan-email\nToko Dahlia,\n",
  );
  const me = await tenant.as<{ user: { id: string } }>("GET", "/auth/me");
  const fileId = await idOf(tenant, "/files?purpose=attachment", samplePdf);
  const attached = await idOf(tenant, "/files?purpose=attachment", samplePdf);
  const customerFileId = await idOf(tenant, `/customers/${customerId}/files`, { fileId: attached });
  const roleId = await idOf(tenant, "/roles", { name: "Penagih", base: "staff", permissions: ["payments:read"] });
  const member = await tenant.person("cs");
  const sessions = await tenant.as<PageBody<{ id: string }>>("GET", `/users/${member.id}/sessions`);
  const invitationId = await idOf(tenant, "/invitations", { role: "staff" });
  const notificationId = await addNotification(store, me.body.user.id);
  const feed = await tenant.as<PageBody<{ number: number }>>("GET", "/notifications?limit=1");
  const deviceId = await idOf(tenant, "/push-devices", { token: `token-of-${tenant.slug}`, name: "Chrome" });
  const { deliveryId, suppressionId } = await refusedMail(tenant);
  const exemptionId = await idOf(tenant, "/billing/suspension/exemptions", { customerId, reason: "Kantor desa" });
  const announcementId = await idOf(
    tenant,
    "/announcements",
    {
      title: "Gangguan",
      body: "Selesai pukul 15.00.",
      outlets: ["inApp"],
      audience: { to: "roles", roles: ["owner"] },
    },
    202,
  );
  const taskId = await idOf(tenant, "/tasks", {
    kind: "report",
    name: "Ringkasan",
    schedule: { every: "day", at: "07:00" },
    settings: { report: "overview", roles: ["owner"] },
  });
  await idOf(tenant, `/tasks/${taskId}/runs`, undefined, 202);
  return {
    tenant,
    fixture: {
      customerId,
      brandId: brand.id,
      brandCode: brand.code,
      planId,
      subscriptionId,
      planChangeId,
      invoiceId: invoice.id,
      draftId: draft.id,
      paymentId,
      creditNoteId,
      refundId,
      connectionId,
      userId: me.body.user.id,
      fileId,
      customerFileId,
      runId,
      exportId,
      importId,
      customerImportId,
      receiptId: webhook.body.id,
      publicToken: tokenOf(invoice),
      memberId: member.id,
      memberSessionId: sessions.body.data[0]?.id ?? "",
      roleId,
      invitationId,
      apiKeyId,
      taskId,
      endpointId,
      notificationId,
      notificationNumber: String(feed.body.data[0]?.number),
      deviceId,
      deliveryId,
      announcementId,
      suppressionId,
      exemptionId,
      customerNumber: String(numbersFrom + 1),
      invoiceSerial: String(numbersFrom + 1),
      // The owner had a number before.
      memberNumber: String(numbersFrom + 2),
    },
  };
}
