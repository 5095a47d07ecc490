import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addInvoice } from "../../../../test/support/billing.ts";
import { liftAfterPayment } from "./lift.ts";
import { suspendOverdue } from "./suspend.ts";
import {
  anytime,
  debtor,
  eventsOf,
  killedEverywhere,
  kindsTold,
  monday,
  pay,
  savePolicy,
  subscriptionOf,
} from "../../../../test/support/dunning.ts";
import { invoices } from "../schema.ts";
import { watched } from "../testing.ts";

const toldKinds = ["subscription.suspended", "subscription.restored"];

/** A company whose policy is on, with a customer eight days late. */
async function start(policy: object = {}) {
  const tenant = await monday();
  await savePolicy(tenant, policy);
  const late = await debtor(tenant, "2026-11-15");
  const ctx = await tenant.context();
  const state = async () => (await subscriptionOf(tenant, late.subscriptionId)).state;
  return { tenant, ctx, state, ...late };
}

describe("arrears", () => {
  it("suspend a subscription with cause and event, its customer is told, and a payment lifts it at once", async () => {
    const { tenant, ctx, subscriptionId, invoice } = await start();
    expect(await suspendOverdue(ctx)).toEqual({ suspended: 1, lifted: 0 });
    await tenant.settle();
    expect(await subscriptionOf(tenant, subscriptionId)).toMatchObject({
      state: "suspended",
      suspension: { cause: "overdue", since: "2026-11-23T03:00:00.000Z" },
    });
    await pay(tenant, invoice);
    await tenant.settle();
    expect(await subscriptionOf(tenant, subscriptionId)).toMatchObject({
      state: "active",
      suspension: null,
      billFrom: "2026-11-23",
    });
    expect((await eventsOf(tenant, "subscription.suspended")).map(({ data }) => data["cause"])).toEqual(["overdue"]);
    expect((await eventsOf(tenant, "subscription.restored")).map(({ data }) => data["cause"])).toEqual(["payment"]);
    expect(await kindsTold(tenant, ...toldKinds)).toEqual(toldKinds);
    const log = await tenant.as<{ data: { action: string }[] }>("GET", `/activity-logs?entityId=${subscriptionId}`);
    expect(log.body.data.map(({ action }) => action)).toEqual([
      ...["subscription.restored", "subscription.suspended", "subscription.created"],
    ]);
  });

  it("suspend nobody while the policy is off, and not outside its hours", async () => {
    const { ctx, tenant } = await start({ enabled: false });
    expect(await suspendOverdue(ctx)).toEqual({ suspended: 0, lifted: 0 });
    await savePolicy(tenant, { openings: [{ weekday: 2, fromHour: 8, untilHour: 12 }] }, { version: 1 });
    expect(await suspendOverdue(ctx)).toEqual({ suspended: 0, lifted: 0 });
    tenant.clock.set("2026-11-24T01:00:00Z");
    expect(await suspendOverdue(ctx)).toEqual({ suspended: 1, lifted: 0 });
  });

  it("of an invoice of one subscription leave the customer's others alone, one of none concerns them all", async () => {
    const { tenant, ctx, customerId, subscriptionId, invoice } = await start();
    const { store } = ctx;
    await store.atomic([store.update(invoices, { subscriptionId }, eq(invoices.id, invoice.id))]);
    const plan = (await tenant.as<{ data: { id: string }[] }>("GET", "/plans")).body.data[0]?.id;
    const other = await tenant.as<{ id: string }>("POST", "/subscriptions", { customerId, planId: plan });
    expect((await suspendOverdue(ctx)).suspended).toBe(1);
    expect((await subscriptionOf(tenant, other.body.id)).state).toBe("active");
    await addInvoice(tenant, { customerId, dueOn: "2026-11-15" });
    await tenant.settle();
    expect((await suspendOverdue(ctx, { isAsked: true })).suspended).toBe(1);
    expect((await subscriptionOf(tenant, other.body.id)).state).toBe("suspended");
  });

  it("are gone through once a day, and again when somebody asks or the policy has changed", async () => {
    const { tenant, ctx } = await start();
    expect((await suspendOverdue(ctx)).suspended).toBe(1);
    await debtor(tenant, "2026-11-14");
    expect((await suspendOverdue(ctx)).suspended).toBe(0);
    expect((await suspendOverdue(ctx, { isAsked: true })).suspended).toBe(1);
    await debtor(tenant, "2026-11-13");
    await savePolicy(tenant, { daysAfterDue: 8 }, { version: 1 });
    expect((await suspendOverdue(ctx)).suspended).toBe(1);
  });
});

describe("a suspension is lifted", () => {
  it("when what is left owed justifies it no more, and not before", async () => {
    const { tenant, ctx, customerId, invoice, state } = await start({ minimumOwed: 100_000 });
    await addInvoice(tenant, { customerId, dueOn: "2026-11-20", amount: 20_000 });
    await suspendOverdue(ctx);
    await pay(tenant, invoice, 60_000);
    await tenant.settle();
    expect(await state()).toBe("suspended");
    await pay(tenant, invoice, 30_000);
    await tenant.settle();
    expect(await state()).toBe("active");
  });

  it("by a void invoice and by an exemption", async () => {
    const { tenant, ctx, customerId, invoice, state } = await start();
    await suspendOverdue(ctx);
    const exemption = { customerId, until: "2026-11-25", reason: "Janji bayar" };
    expect((await tenant.as("POST", "/billing/suspension/exemptions", exemption)).status).toBe(201);
    await tenant.settle();
    expect(await state()).toBe("active");
    tenant.clock.set("2026-11-26T03:00:00Z");
    await tenant.signIn();
    await suspendOverdue(ctx);
    expect(await state()).toBe("suspended");
    await tenant.as("POST", `/invoices/${invoice.id}/void`, {});
    await tenant.settle();
    expect(await state()).toBe("active");
  });

  it("never by a payment where a person suspended", async () => {
    const { tenant, subscriptionId, invoice, state } = await start();
    await tenant.as("POST", `/subscriptions/${subscriptionId}/suspension`);
    await pay(tenant, invoice);
    await tenant.settle();
    expect(await subscriptionOf(tenant, subscriptionId)).toMatchObject({ suspension: { cause: "manual" } });
    await tenant.as("DELETE", `/subscriptions/${subscriptionId}/suspension`);
    await tenant.settle();
    expect(await state()).toBe("active");
    expect(await kindsTold(tenant, ...toldKinds)).toEqual([]);
  });

  it("by the next run where its event was lost, and not because the policy was switched off", async () => {
    const { tenant, ctx, invoice, state } = await start();
    await suspendOverdue(ctx);
    await savePolicy(tenant, { enabled: false }, { version: 1 });
    await suspendOverdue(ctx);
    expect(await state()).toBe("suspended");
    await pay(tenant, invoice);
    await savePolicy(tenant, anytime, { version: 2 });
    expect(await suspendOverdue(ctx)).toEqual({ suspended: 0, lifted: 1 });
    expect(await state()).toBe("active");
  });

  it("once, by 64 notices of the payment at once", async () => {
    const { tenant, ctx, invoice, subscriptionId, state } = await start();
    await suspendOverdue(ctx);
    await pay(tenant, invoice);
    const lifted = await Promise.all(Array.from({ length: 64 }, () => liftAfterPayment(ctx, invoice.id)));
    expect(lifted.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await state()).toBe("active");
    const restored = await eventsOf(tenant, "subscription.restored");
    expect(restored.map(({ data }) => data["subscriptionId"])).toEqual([subscriptionId]);
  });
});

describe("the task", () => {
  it("that a payment overtakes suspends nobody who has paid, whenever the payment comes", async () => {
    for (let moment = 0; moment < 6; moment++) {
      const { tenant, ctx, invoice, state } = await start();
      const other = await debtor(tenant, "2026-11-14");
      let call = 0;
      const paysThen = async () => {
        if (call++ !== moment) return;
        await pay(tenant, invoice);
        await tenant.settle();
      };
      const overtaken = moment % 2 === 0 ? watched(ctx, paysThen) : watched(ctx, () => {}, paysThen);
      await suspendOverdue(overtaken);
      if (call <= moment) await pay(tenant, invoice);
      await tenant.settle();
      expect([moment, await state()]).toEqual([moment, "active"]);
      expect((await subscriptionOf(tenant, other.subscriptionId)).state).toBe("suspended");
    }
  });

  it("of twins at once suspends each once", async () => {
    const { tenant, ctx } = await start();
    for (let n = 0; n < 6; n++) await debtor(tenant, "2026-11-10");
    const done = await Promise.all(Array.from({ length: 4 }, () => suspendOverdue(ctx, { size: 2 })));
    expect(done.reduce((sum, { suspended }) => sum + suspended, 0)).toBe(7);
    expect(await eventsOf(tenant, "subscription.suspended")).toHaveLength(7);
  });

  it("killed anywhere suspends each once and none too few", async () => {
    const { tenant, ctx } = await start();
    for (let n = 0; n < 4; n++) await debtor(tenant, "2026-11-10");
    expect(await killedEverywhere(ctx, (dying) => suspendOverdue(dying, { size: 2 }))).toBeGreaterThan(5);
    expect(await eventsOf(tenant, "subscription.suspended")).toHaveLength(5);
    const list = await tenant.as<{ data: unknown[] }>("GET", "/subscriptions?state=suspended");
    expect(list.body.data).toHaveLength(5);
  });
});
