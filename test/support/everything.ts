/** A tenant that has a row in every table, for what must reach all of a tenant: its deletion and its export. */
import { count, getTableName } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Statement } from "#dialect";
import { addTelegramBot } from "../../bench/seed/notifications.ts";
import { tenantTables } from "../../worker/db/whole.ts";
import { jobOf } from "../../worker/jobs.ts";
import { whatsappWindows } from "../../worker/modules/notifications/schema.ts";
import { tenantWithEverything } from "../walks/fixture.ts";
import { queues, type TestTenant } from "./tenant.ts";

/** Works off the jobs that were queued, and those that they queue. */
export async function runJobs(tenant: TestTenant): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const own = queues.jobs.sent.filter(({ tenantId }) => tenantId === tenant.id);
    if (own.length === 0) return;
    for (const message of own) queues.jobs.sent.splice(queues.jobs.sent.indexOf(message), 1);
    const ctx = await tenant.context();
    for (const { job, input } of own) await jobOf(job)(ctx, input);
  }
}

/** How many rows the tenant has in each table. */
export async function rowsOfEach(
  tenant: Pick<TestTenant, "context">,
  ctx?: Awaited<ReturnType<TestTenant["context"]>>,
) {
  const { store } = ctx ?? (await tenant.context());
  const list = tenantTables();
  const queries = list.map((table) =>
    store.db
      .select({ rows: count() })
      .from(table as never)
      .where(store.own(table)),
  );
  const counted = (await store.read(...(queries as unknown as [Statement]))) as unknown as { rows: number }[][];
  return Object.fromEntries(list.map((table, n) => [getTableName(table), counted[n]?.[0]?.rows ?? 0]));
}

/** What only somebody with an authenticator app leaves, and an owner who goes. */
async function addAccountRows(tenant: TestTenant): Promise<void> {
  const { id, token, password } = await tenant.person("owner");
  const post = <T>(path: string, body: object) =>
    tenant.call<T>("POST", `/api/v1/auth/me/totp${path}`, { token, body });
  const { body } = await post<{ secret: string }>("", { password });
  const app = new TOTP({ secret: Secret.fromBase32(body.secret) });
  await post("/confirmation", { totp: app.generate({ timestamp: tenant.clock.now() }) });
  await tenant.as("PATCH", `/users/${id}`, { role: "admin" });
}

/** How its owner wants to be told, and where. */
async function addNotificationRows(tenant: TestTenant): Promise<void> {
  await addTelegramBot((await tenant.context()).store);
  await tenant.as("POST", "/telegram-link");
  await tenant.as("PUT", "/notification-preferences", {
    version: 0,
    locale: "en",
    outlets: { "payment.alert": ["inApp"] },
    quietFrom: "22:00",
    quietTo: "06:00",
    mutedUntil: null,
  });
  await tenant.as("PATCH", "/notification-kinds/payment.alert", { roles: ["owner"] });
}

/** Own words for a message, and somebody who wrote to the company's WhatsApp. */
async function addMessageRows(tenant: TestTenant, connectionId: string): Promise<void> {
  await tenant.as("PUT", "/notification-templates/invoice.issued/email/id", { body: "Tagihan {{ number }}" });
  const { store, now } = await tenant.context();
  const window = { connectionId, address: "6281200000001", lastInboundAt: now() };
  await store.atomic([store.insert(whatsappWindows, window)]);
}

/** A tenant with a row in every table. */
export async function tenantWithEveryRow() {
  const { tenant, fixture } = await tenantWithEverything();
  await tenant.as("POST", "/plans", { name: "Rumah 50", price: 250_000 }, { "idempotency-key": "everything-1" });
  await tenant.call("POST", `/api/v1/public/invoices/${fixture.publicToken}/payments`, { body: { method: "qris" } });
  await addAccountRows(tenant);
  await addNotificationRows(tenant);
  await addMessageRows(tenant, fixture.connectionId);
  const paid = await tenant.as<{ id: string }>("POST", "/invoices", {
    customerId: fixture.customerId,
    items: [{ description: "Pasang baru", quantity: 1, unitPrice: 50_000 }],
  });
  await tenant.as("POST", `/invoices/${paid.body.id}/payments`, { amount: 60_000, method: "cash" });
  await tenant.as("POST", `/customer-imports/${fixture.customerImportId}/start`, {});
  await runJobs(tenant);
  await tenant.as("POST", `/billing-runs/${fixture.runId}/confirmation`);
  await runJobs(tenant);
  await tenant.settle();
  await jobOf("audit.seal")(await tenant.context(), {});
  await tenant.as("PATCH", "/auth/me/profile", {
    phone: "0812-3456-789",
    bankAccount: { bankName: "Bank Contoh", holder: "Pemilik", number: "1234567890" },
  });
  await runJobs(tenant);
  return { tenant, fixture };
}
