import { createExecutionContext, createMessageBatch, getQueueResult, waitOnExecutionContext } from "cloudflare:test";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice, tokenOf, type InvoiceBody } from "../test/support/billing.ts";
import { env, queues, Clock, TestTenant } from "../test/support/tenant.ts";
import { connectXendit, payAtXendit } from "../test/support/xendit.ts";
import { consume } from "./consumer.ts";
import { tick } from "./cron.ts";
import { outbox } from "./modules/outbox/schema.ts";

/** Hands the consumer a batch, and tells what it acknowledged and what it wants again. */
async function deliver(tenant: TestTenant, queue: string, bodies: unknown[]) {
  const messages = bodies.map((body, n) => ({ id: String(n), timestamp: new Date(), attempts: 1, body }));
  const batch = createMessageBatch(queue, messages);
  const execution = createExecutionContext();
  await consume(batch, env, tenant.clock, execution);
  await waitOnExecutionContext(execution);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, execution);
  return { acked: explicitAcks, again: retryMessages.map(({ msgId }) => msgId) };
}

async function messageOf(tenant: TestTenant, type: string) {
  const ctx = await tenant.context();
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(outbox)
      .where(ctx.store.own(outbox, eq(outbox.type, type))),
  );
  return { tenantId: tenant.id, shard: ctx.tenant.shard, eventId: row?.id ?? "" };
}

const stateOf = async (tenant: TestTenant, eventId: string) => {
  const ctx = await tenant.context();
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(outbox)
      .where(ctx.store.own(outbox, eq(outbox.id, eventId))),
  );
  return row?.state;
};

describe("the events' queue", () => {
  it("B36, B37: works an event off once, although the queue brings it again", async () => {
    const tenant = await TestTenant.signUp();
    await addCustomer(tenant);
    const message = await messageOf(tenant, "customer.created");
    expect(await deliver(tenant, "tepi-events", [message, message])).toEqual({ acked: ["0", "1"], again: [] });
    expect(await stateOf(tenant, message.eventId)).toBe("done");
  });

  it("asks again for the message that failed and acknowledges the others", async () => {
    const tenant = await TestTenant.signUp();
    await addCustomer(tenant);
    const message = await messageOf(tenant, "customer.created");
    expect(await deliver(tenant, "tepi-events", [{ nonsense: true }, message])).toEqual({ acked: ["1"], again: ["0"] });
  });

  it("keeps what failed every time as a dead letter, which can be replayed from the webhook log", async () => {
    const tenant = await TestTenant.signUp();
    const { callbackToken } = await connectXendit(tenant);
    const invoice = await addInvoice(tenant, { customerId: await addCustomer(tenant) });
    const { body } = await tenant.call<{ checkoutUrl: string }>(
      "POST",
      `/api/v1/public/invoices/${tokenOf(invoice)}/payments`,
      { body: {} },
    );
    const callback = await payAtXendit(body.checkoutUrl.split("/").at(-1) ?? "");
    await tenant.settle();
    await tenant.call("POST", "/webhooks/xendit", {
      slug: tenant.slug,
      body: callback,
      headers: { "x-callback-token": callbackToken },
    });
    const ctx = await tenant.context();
    const [pending] = await ctx.store.read(
      ctx.store.db
        .select()
        .from(outbox)
        .where(ctx.store.own(outbox, eq(outbox.type, "webhook.received"))),
    );
    const message = { tenantId: tenant.id, shard: ctx.tenant.shard, eventId: pending[0]?.id ?? "" };
    expect(await deliver(tenant, "tepi-events-dead", [message])).toEqual({ acked: ["0"], again: [] });
    expect(await stateOf(tenant, message.eventId)).toBe("dead");
    const logs = await tenant.as<{ data: { id: string; state: string }[] }>("GET", "/webhook-logs?state=dead");
    expect(logs.body.data.length).toBe(1);
    await tenant.as("POST", `/webhook-logs/${logs.body.data[0]?.id}/replay`);
    await tenant.settle();
    expect((await tenant.as<InvoiceBody>("GET", `/invoices/${invoice.id}`)).body.state).toBe("paid");
  });
});

describe("cron", () => {
  it("sends again what the queue did not bring in time", async () => {
    // Long ago, so that what other tests left is not due before.
    const tenant = await TestTenant.signUp({ clock: new Clock(Date.parse("2025-01-01T00:00:00Z")) });
    await addCustomer(tenant);
    const message = await messageOf(tenant, "customer.created");
    queues.events.sent.length = 0;
    const sweep = () => tick({ cron: "* * * * *" }, env, tenant.clock, createExecutionContext());
    await sweep();
    expect(queues.events.sent).not.toContainEqual(message);
    tenant.clock.advance(61_000);
    await sweep();
    expect(queues.events.sent).toContainEqual(message);
  });

  it("starts the hourly jobs of every tenant", async () => {
    const tenant = await TestTenant.signUp();
    const { shard } = (await tenant.context()).tenant;
    queues.jobs.sent.length = 0;
    await tick({ cron: "7 * * * *" }, env, tenant.clock, createExecutionContext());
    const mine = queues.jobs.sent.filter(({ tenantId }) => tenantId === tenant.id);
    expect(mine.map(({ job }) => job)).toContain("billing.resumeRuns");
    expect(mine.every((message) => message.shard === shard)).toBe(true);
    expect(await deliver(tenant, "tepi-jobs", mine)).toMatchObject({ again: [] });
  });
});
