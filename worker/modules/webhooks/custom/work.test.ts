import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { handlersOf, mournersOf } from "../../../jobs.ts";
import { accountBalance } from "../../ledger/index.ts";
import { buryEvent, workOff } from "../../outbox/index.ts";
import { outbox } from "../../outbox/schema.ts";
import { webhookReceipts } from "../schema.ts";
import { addEndpoint, callsOf, notifyEndpoint, ownSecret, paymentEndpoint, settled, withBank } from "./testing.ts";

/** The tenant's events of a type. */
async function eventsOf(tenant: TestTenant, type: string) {
  const { store } = await tenant.context();
  const [rows] = await store.read(
    store.db
      .select()
      .from(outbox)
      .where(store.own(outbox, eq(outbox.type, type))),
  );
  return rows;
}

/** Works off whatever waits, all at once, as many consumers would. */
async function race(tenant: TestTenant): Promise<void> {
  const waiting = (await eventsOf(tenant, "webhook.received")).filter(({ state }) => state === "pending");
  await Promise.all(
    waiting.map(async ({ id }) => workOff(await tenant.context(), id, handlersOf).catch(() => undefined)),
  );
}

describe("a payment reported by a tenant's own provider", () => {
  it("is booked for the invoice of that number, with its method and moment", async () => {
    const mapping = { ...paymentEndpoint.mapping, method: { path: "data.via" }, paidAt: { path: "data.at" } };
    const { tenant, deliver, invoice, state, payments, logs } = await withBank({ mapping });
    await deliver(settled(invoice.number, { via: "VA Contoh", at: "2026-11-20 09:00:00" }));
    await tenant.settle();
    expect(await state()).toMatchObject({ state: "paid", paid: 150_000 });
    expect(await payments()).toMatchObject([
      {
        ...{ amount: 150_000, applied: 150_000, alert: null, method: "bank-contoh", channel: "VA Contoh" },
        ...{ provider: "bank-contoh", providerReference: "TRX-1", receivedAt: "2026-11-20T02:00:00.000Z" },
      },
    ]);
    expect((await logs())[0]).toMatchObject({ state: "done", attempts: 1 });
  });

  it("B14: is booked once by its reference, though 64 different notices of it are worked off at once", async () => {
    const { tenant, deliver, invoice, payments, state } = await withBank();
    const sent = await Promise.all(
      Array.from({ length: 64 }, (_, notice) => deliver(settled(invoice.number, { notice }))),
    );
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
    await race(tenant);
    await tenant.settle();
    expect(await payments()).toMatchObject([{ amount: 150_000, applied: 150_000 }]);
    expect(await state()).toMatchObject({ state: "paid", paid: 150_000 });
    expect(await accountBalance(await tenant.context(), "cash:bank-contoh")).toBe(150_000);
  });

  it("B14: is stored once as itself, though 64 equal notices come at once", async () => {
    const { tenant, deliver, invoice, logs, payments } = await withBank();
    const body = settled(invoice.number);
    const sent = await Promise.all(Array.from({ length: 64 }, () => deliver(body)));
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
    await race(tenant);
    await tenant.settle();
    const states = (await logs("?limit=100")).map(({ state }) => state);
    expect([states.length, states.filter((state) => state === "done").length]).toEqual([64, 1]);
    expect((await payments()).length).toBe(1);
  });

  it("B35: moves no money when it is replayed three times, one by one or together", async () => {
    const { tenant, deliver, invoice, payments, logs } = await withBank();
    await deliver(settled(invoice.number));
    await tenant.settle();
    const [log] = await logs();
    for (let n = 0; n < 3; n++) expect((await tenant.as("POST", `/webhook-logs/${log?.id}/replay`)).status).toBe(202);
    await race(tenant);
    const together = await tenant.as("POST", "/webhook-logs/replay", { ids: [log?.id, log?.id] });
    expect(together).toMatchObject({ status: 202, body: { replayed: 1, skipped: 0, more: false } });
    await tenant.settle();
    expect((await payments()).length).toBe(1);
    expect((await logs())[0]).toMatchObject({ state: "done", outcome: "booked before" });
  });

  it("B16: for a void invoice, or one that nobody knows, is kept with an alert until somebody settles it", async () => {
    const { tenant, deliver, invoice, payments } = await withBank();
    await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
    await deliver(settled(invoice.number));
    await deliver(settled("INV-1999-404", { reference: "TRX-2", amount: "75000.00" }));
    await tenant.settle();
    expect(await payments()).toMatchObject([
      { alert: "unmatched", amount: 75_000, applied: 0, note: "INV-1999-404" },
      { alert: "late", applied: 0, credited: 150_000 },
    ]);
  });

  it("with another status is ignored, also without the fields of a payment", async () => {
    const { tenant, deliver, logs, payments } = await withBank();
    await deliver({ data: { status: "PENDING" } });
    await deliver({ data: { status: "__proto__" } });
    await tenant.settle();
    expect((await logs()).map(({ state, outcome }) => [state, outcome])).toEqual([
      ["ignored", "status __proto__"],
      ["ignored", "status PENDING"],
    ]);
    expect(await payments()).toEqual([]);
  });

  it("is read from a form as well", async () => {
    const mapping = {
      invoiceNumber: { path: "bill" },
      amount: { path: '["data[amount]"]' },
      reference: { path: "ref" },
    };
    const { tenant, post, invoice, payments } = await withBank({
      mapping,
      signature: { scheme: "token", header: "X-Token" },
    });
    const body = new URLSearchParams({ bill: String(invoice.number), "data[amount]": "150000", ref: "F-1" }).toString();
    const headers = { "x-token": ownSecret, "content-type": "application/x-www-form-urlencoded" };
    expect((await post({ body, headers })).status).toBe(200);
    await tenant.settle();
    expect(await payments()).toMatchObject([{ amount: 150_000, applied: 150_000, providerReference: "F-1" }]);
  });
});

describe("news from a tenant's own provider", () => {
  it("becomes an event for the admins, once, together with the call's outcome", async () => {
    const tenant = await TestTenant.signUp();
    await addEndpoint(tenant, notifyEndpoint);
    const { post, logs } = callsOf(tenant, "pemantau");
    const body = { alert: { text: "Tiang\0 roboh" } };
    const { body: answer } = await post({ body, headers: { authorization: `Bearer ${ownSecret}` } });
    await tenant.settle();
    const [noted, ...more] = await eventsOf(tenant, "webhook.noted");
    expect(noted?.data).toEqual({
      ...{ receiptId: answer.id, name: "Pemantau Jaringan", title: "Gangguan", message: "Tiang roboh" },
    });
    expect(more).toEqual([]);
    expect((await logs())[0]).toMatchObject({ state: "done", outcome: "told the admins: Gangguan" });
  });
});

describe("a call that failed for another reason", () => {
  it("is given up on after the last try, once, with an event for the admins", async () => {
    const { tenant, deliver, invoice, logs } = await withBank();
    await deliver(settled(invoice.number));
    const [received] = await eventsOf(tenant, "webhook.received");
    const ctx = await tenant.context();
    await ctx.store.atomic([ctx.store.update(webhookReceipts, { state: "failed", outcome: "Down." })]);
    for (let n = 0; n < 2; n++) await buryEvent(ctx, received?.id ?? "", mournersOf);
    const [call] = await logs();
    expect(call).toMatchObject({ state: "dead", outcome: "Down." });
    expect((await eventsOf(tenant, "webhook.failed")).map(({ data }) => data)).toEqual([
      { receiptId: call?.id, provider: "bank-contoh", outcome: "Down." },
    ]);
  });

  it("is not given up on by an old event once it was replayed", async () => {
    const { tenant, deliver, invoice, logs } = await withBank();
    await deliver(settled(invoice.number));
    const [old] = await eventsOf(tenant, "webhook.received");
    const ctx = await tenant.context();
    await ctx.store.atomic([ctx.store.update(webhookReceipts, { state: "failed" })]);
    await tenant.as("POST", `/webhook-logs/${(await logs())[0]?.id}/replay`);
    await buryEvent(ctx, old?.id ?? "", mournersOf);
    expect((await logs())[0]?.state).toBe("received");
    await tenant.settle();
    expect((await logs())[0]?.state).toBe("done");
    expect(await eventsOf(tenant, "webhook.failed")).toEqual([]);
  });
});

describe("a call that can't be mapped", () => {
  const broken = { ...paymentEndpoint.mapping, amount: { path: "data.total" } };

  it("says which field is at fault, dies at its first try with an event for the admins, and is booked when it is replayed after the mapping is mended", async () => {
    const { tenant, bank, deliver, invoice, payments, logs, state } = await withBank({ mapping: broken });
    await deliver(settled(invoice.number));
    await tenant.settle();
    const [failed] = await logs();
    expect(failed).toMatchObject({ state: "dead", outcome: "amount: There is nothing at data.total.", attempts: 1 });
    expect((await eventsOf(tenant, "webhook.failed")).map(({ data }) => data)).toEqual([
      { receiptId: failed?.id, provider: "bank-contoh", outcome: failed?.outcome },
    ]);

    await tenant.as("PATCH", `/webhook-endpoints/${bank.id}`, { mapping: paymentEndpoint.mapping });
    expect((await tenant.as("POST", `/webhook-logs/${failed?.id}/replay`)).status).toBe(202);
    await tenant.settle();
    expect(await payments()).toMatchObject([{ amount: 150_000, applied: 150_000 }]);
    expect(await state()).toMatchObject({ state: "paid" });
    expect((await logs())[0]).toMatchObject({ state: "done" });
  });

  it("is replayed with all that failed like it, a hundred at a time, by state, provider and day", async () => {
    const { tenant, bank, deliver, invoice, payments, logs } = await withBank({ mapping: broken });
    for (let n = 0; n < 3; n++) await deliver(settled(invoice.number, { reference: `TRX-${n}`, amount: 50_000 }));
    await tenant.settle();
    await tenant.as("PATCH", `/webhook-endpoints/${bank.id}`, { mapping: paymentEndpoint.mapping });
    const replay = (body: object) => tenant.as("POST", "/webhook-logs/replay", body);
    expect((await replay({ state: "dead", provider: "xendit" })).body).toMatchObject({ replayed: 0 });
    expect((await replay({ state: "failed" })).body).toMatchObject({ replayed: 0 });
    expect((await replay({ state: "dead", until: "2026-11-20" })).body).toMatchObject({ replayed: 0 });
    const all = await replay({ state: "dead", provider: "bank-contoh", from: "2026-11-21", until: "2026-11-21" });
    expect(all.body).toEqual({ replayed: 3, skipped: 0, more: false });
    await race(tenant);
    await tenant.settle();
    expect((await payments()).length).toBe(3);
    expect((await logs("?state=done")).length).toBe(3);
    const trail = await tenant.as<{ data: unknown[] }>("GET", "/activity-logs?action=webhook.replayed");
    expect(trail.body.data.length).toBe(3);
  });

  it("skips what was rejected or is on its way when several are replayed, and refuses ids that are not there", async () => {
    const { tenant, deliver, post, invoice, logs } = await withBank();
    await deliver(settled(invoice.number));
    await post({ body: {} });
    const ids = (await logs()).map(({ id }) => id);
    const replay = (body: object) => tenant.as<{ errors: { field: string }[] }>("POST", "/webhook-logs/replay", body);
    expect((await replay({ ids })).body).toMatchObject({ replayed: 0, skipped: 2 });
    const unknown = await replay({ ids: [...ids, `whk_${"0".repeat(20)}`] });
    expect([unknown.status, unknown.body.errors[0]?.field]).toEqual([422, "ids"]);
    for (const bad of [{}, { ids: [] }, { ids: Array(101).fill(ids[0]) }, { state: "done" }])
      expect((await replay(bad)).status).toBe(422);
  });

  it("is worked off again when the provider sends it once more", async () => {
    const { tenant, bank, deliver, invoice, payments, logs } = await withBank({ mapping: broken });
    await deliver(settled(invoice.number));
    await tenant.settle();
    await tenant.as("PATCH", `/webhook-endpoints/${bank.id}`, { mapping: paymentEndpoint.mapping });
    await deliver(settled(invoice.number));
    await tenant.settle();
    expect((await payments()).length).toBe(1);
    expect((await logs()).map(({ state }) => state)).toEqual(["ignored", "done"]);
  });

  it("because it is neither JSON nor a form says so", async () => {
    const { tenant, post, logs } = await withBank({ signature: { scheme: "token", header: "X-Token" } });
    for (const type of ["application/xml", "application/json"])
      await post({ body: `<a>${type}</a>`, headers: { "x-token": ownSecret, "content-type": type } });
    await tenant.settle();
    for (const log of await logs())
      expect(log).toMatchObject({
        state: "dead",
        outcome: "body: The body is neither JSON nor a form, so it can't be read.",
      });
  });
});
