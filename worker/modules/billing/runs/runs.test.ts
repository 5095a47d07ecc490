import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { shardConnection, violation } from "#dialect";
import { Clock, env, TestTenant } from "../../../../test/support/tenant.ts";
import { sequences } from "../../../db/sequences.ts";
import { tenantStore } from "../../../db/store.ts";
import { auditEntries } from "../../audit/schema.ts";
import { queues } from "../../../../test/support/tenant.ts";
import { postings } from "../../ledger/schema.ts";
import { outbox } from "../../outbox/schema.ts";
import { deleteCustomer } from "../../customers/service.ts";
import { resumeRuns } from "./jobs.ts";
import { cancelRun, confirmRun, createRun, getRun } from "./runs.ts";
import { billedPeriods, billingDays, subscriptions } from "../schema.ts";
import { suspendSubscription } from "../subscriptions/lifecycle.ts";
import { updateSubscription } from "../subscriptions/subscriptions.ts";
import { company, issuedInvoices, runLines, watched, Worker } from "../testing.ts";

/** Prepares a run, and issues it unless told otherwise. */
async function run(worker: Worker, period = "2026-11") {
  const { id } = await createRun(worker.ctx, { period });
  await worker.drain();
  await confirmRun(worker.ctx, id);
  await worker.drain();
  return getRun(worker.ctx, id);
}

const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0);

describe("a billing run", () => {
  it("books what it issues: journal, day, sequence, timeline and events all say the same", async () => {
    const { worker, ctx } = await company(60, 25);
    const done = await run(worker);
    const { store } = ctx;
    const [moved, days, [series], trail, events] = await store.read(
      store.db.select().from(postings).where(store.own(postings)),
      store.db.select().from(billingDays).where(store.own(billingDays)),
      store.db
        .select()
        .from(sequences)
        .where(store.own(sequences, eq(sequences.series, "invoice:2026"))),
      store.db.select().from(auditEntries).where(store.own(auditEntries)),
      store.db.select().from(outbox).where(store.own(outbox)),
    );
    const of = (prefix: string) =>
      sum(moved.filter(({ credit }) => credit.startsWith(prefix)).map(({ amount }) => amount));
    expect([of("sales:") + of("tax:"), of("tax:")]).toEqual([done.issuedTotal, done.tax]);
    expect(days.map(({ date }) => date)).toEqual(["2026-11-21", "2026-11-21"]);
    expect(sum(days.map(({ issuedAmount }) => issuedAmount))).toBe(done.issuedTotal);
    expect(sum(days.map(({ issuedCount }) => issuedCount))).toBe(done.issued);
    expect(series?.value).toBe(done.issued);
    const trailOf = (action: string) => trail.filter((entry) => entry.action === action);
    expect([trailOf("invoice.issued").length, trailOf("subscription.billed").length]).toEqual([
      done.issued,
      done.issued,
    ]);
    expect(trailOf("subscription.billed")[0]).toMatchObject({ version: 2, before: { nextPeriod: expect.any(String) } });
    expect(events.filter(({ type }) => type === "invoice.issued").length).toBe(done.issued);
    const told = events.filter(({ type }) => type === "billing_run.changed").map(({ data }) => data["state"]);
    expect(new Set(told)).toEqual(new Set(["preparing", "ready", "issuing", "done"]));
  });

  it("numbers its invoices without a gap, in one format and one series with those made by hand (B19)", async () => {
    const { tenant, worker, ctx } = await company(30, 7);
    await tenant.as("PATCH", "/tenant", { settings: { invoiceNumberFormat: "NET/{year}/{number:4}" } });
    const hired = await Worker.of(tenant, 7);
    const [line] = (await tenant.as<{ data: { customer: { id: string } }[] }>("GET", "/subscriptions?limit=1")).body
      .data;
    const byHand = () =>
      tenant.as<{ number: string }>("POST", "/invoices", {
        customerId: line?.customer.id,
        items: [{ description: "Pemasangan", unitPrice: 100_000 }],
      });
    const before = await byHand();
    await run(hired);
    const after = await byHand();
    const numbers = [before.body.number, ...(await issuedInvoices(ctx)).map(({ number }) => number), after.body.number];
    expect(numbers).toEqual(numbers.map((_, n) => `NET/2026/${String(n + 1).padStart(4, "0")}`));
    expect(worker.queue).toEqual([]);
  });

  it("gives the same invoices when its worker dies at every single step, before and after each write", async () => {
    const undisturbed = await company(23);
    await run(undisturbed.worker);
    const { worker, ctx } = await company(23, 1);
    const { id } = await createRun(ctx, { period: "2026-11" });
    const deaths = new Set<string>();
    let hired = 0;
    for (let state: string = "preparing"; state !== "done"; { state } = await getRun(ctx, id)) {
      if (state === "ready") await confirmRun(ctx, id);
      // A chunk takes four round trips. Each worker dies before or after one of them, or after all.
      const dies = `${state} ${hired % 2 === 0 ? "before" : "after"} ${1 + (Math.floor(hired++ / 2) % 5)}`;
      let calls = 0;
      const die = (side: string) => () => {
        if (side === "before") calls++;
        if (`${state} ${side} ${calls}` !== dies) return;
        deaths.add(dies);
        throw new Error("killed");
      };
      worker.queue.length = 0;
      await resumeRuns(ctx);
      await worker
        .step(watched(ctx, die("before"), die("after")))
        .catch((error: Error) => expect(error.message).toBe("killed"));
    }
    const sides = ["preparing before", "preparing after", "issuing before", "issuing after"];
    expect(
      sides.flatMap((side) => [1, 2, 3, 4].map((call) => `${side} ${call}`)).filter((each) => !deaths.has(each)),
    ).toEqual([]);
    expect(await issuedInvoices(ctx)).toEqual(await issuedInvoices(undisturbed.ctx));
  });

  it("goes on two minutes after its queued step was lost with its worker", async () => {
    const { tenant, worker, ctx } = await company(5);
    const { id } = await createRun(ctx, { period: "2026-11" });
    worker.queue.length = 0;
    queues.jobs.sent.length = 0;
    await tenant.settle();
    expect(queues.jobs.sent.map(({ job, input }) => [job, input])).toEqual([["billing.run", { id }]]);
  });

  it("gives the same invoices when several workers do it at once (B23)", async () => {
    const undisturbed = await company(23);
    await run(undisturbed.worker);
    const { tenant, worker, ctx } = await company(23);
    const { id } = await createRun(ctx, { period: "2026-11" });
    const others = await Promise.all([Worker.of(tenant), Worker.of(tenant), Worker.of(tenant)]);
    await Promise.all([worker.drain(), ...others.map((other) => other.resume())]);
    await worker.resume();
    await confirmRun(ctx, id);
    await Promise.all([worker.drain(), ...others.map((other) => other.resume())]);
    await worker.resume();
    expect(await getRun(ctx, id)).toMatchObject({ state: "done", skipped: 0 });
    expect(await issuedInvoices(ctx)).toEqual(await issuedInvoices(undisturbed.ctx));
  });

  it("bills nothing that another run has billed", async () => {
    const { worker, ctx } = await company(20);
    const first = await run(worker);
    expect(first.issued).toBeGreaterThan(5);
    expect(await run(worker)).toMatchObject({ state: "done", subscriptions: 0, issued: 0 });
    const december = await run(worker, "2026-12");
    expect(december.issued).toBeGreaterThan(0);
    const periods = (
      await ctx.store.read(ctx.store.db.select().from(billedPeriods).where(ctx.store.own(billedPeriods)))
    )[0];
    expect(new Set(periods.map(({ subscriptionId, period }) => `${subscriptionId} ${period}`)).size).toBe(
      periods.length,
    );
  });

  it("passes over a period that turns out to be billed, and the store refuses to bill it twice", async () => {
    const { worker, ctx } = await company(20);
    const { store } = ctx;
    const first = await run(worker);
    const before = await issuedInvoices(ctx);
    const [[row]] = await store.read(store.db.select().from(billedPeriods).where(store.own(billedPeriods)).limit(1));
    const again = await store.atomic([store.insert(billedPeriods, row as never)]).then(() => undefined, violation);
    expect(again).toMatchObject({ kind: "unique", name: "billed_periods_pk" });
    // As if every subscription's month had been set back behind the run's back.
    await store.atomic([store.update(subscriptions, { nextPeriod: "2026-11", billFrom: "2026-11-01" })]);
    const second = await run(worker);
    expect(second.skipped).toBeGreaterThan(0);
    expect(second.issued + second.skipped).toBe(second.subscriptions);
    const [periods] = await store.read(
      store.db
        .select({ times: sql<number>`count(*)`.mapWith(Number) })
        .from(billedPeriods)
        .where(store.own(billedPeriods))
        .groupBy(billedPeriods.subscriptionId, billedPeriods.period),
    );
    expect(periods.every(({ times }) => times === 1)).toBe(true);
    expect((await issuedInvoices(ctx)).slice(0, first.issued)).toEqual(before);
  });

  it("leaves what changed since the preview to the next run, with the reason (B32)", async () => {
    const { worker, ctx } = await company(20);
    const { id } = await createRun(ctx, { period: "2026-11" });
    await worker.drain();
    const preview = await runLines(ctx);
    const [dearer, paused, gone] = preview.filter(({ isActive, total }) => isActive && total > 0);
    if (!dearer || !paused || !gone) throw new Error("Too few lines to change");
    await updateSubscription(ctx, dearer.subscriptionId, { price: 500_000, discount: 0 });
    await suspendSubscription(ctx, paused.subscriptionId);
    await deleteCustomer(ctx, gone.customerId);
    await confirmRun(ctx, id);
    await worker.drain();
    expect(await getRun(ctx, id)).toMatchObject({ state: "done", issued: preview.length - 3, skipped: 3 });
    const reasons = Object.fromEntries(
      (await runLines(ctx)).map(({ subscriptionId, skipReason }) => [subscriptionId, skipReason]),
    );
    expect([dearer, paused, gone].map(({ subscriptionId }) => reasons[subscriptionId])).toEqual([
      "subscription_changed",
      "subscription_changed",
      "customer_deleted",
    ]);
    const next = await run(worker);
    expect(
      (await runLines(ctx)).filter(({ runId }) => runId === next.id).map(({ subscriptionId }) => subscriptionId),
    ).toEqual([dearer.subscriptionId]);
  });

  it("passes over a subscription that changes at the very moment of its issue, without holding up the others", async () => {
    const { worker, ctx } = await company(12, 50);
    const { id } = await createRun(ctx, { period: "2026-11" });
    await worker.drain();
    const [paused, ...others] = (await runLines(ctx)).sort((a, b) => Number(b.isActive) - Number(a.isActive));
    await confirmRun(ctx, id);
    let done = false;
    const pauseFirst = async (call: string) => {
      if (call !== "atomic" || done) return;
      done = true;
      await suspendSubscription(ctx, paused?.subscriptionId as string);
    };
    await worker.step(watched(ctx, pauseFirst));
    expect(await getRun(ctx, id)).toMatchObject({ state: "done", issued: others.length, skipped: 1 });
  });

  it("issues nothing to a customer who is deleted at that very moment", async () => {
    const { worker, ctx } = await company(12, 50);
    const { id } = await createRun(ctx, { period: "2026-11" });
    await worker.drain();
    const [gone] = await runLines(ctx);
    await confirmRun(ctx, id);
    let done = false;
    const deleteFirst = async (call: string) => {
      if (call !== "atomic" || done) return;
      done = true;
      await deleteCustomer(ctx, gone?.customerId as string);
    };
    await worker.step(watched(ctx, deleteFirst));
    expect((await runLines(ctx)).filter(({ state }) => state === "skipped")).toMatchObject([
      { customerId: gone?.customerId, skipReason: "customer_deleted" },
    ]);
  });

  it("costs a few statements for each chunk, and reads rows by key however many subscriptions there are", async () => {
    const { worker, ctx } = await company(600, 60);
    const { id } = await createRun(ctx, { period: "2026-11" });
    await worker.drain();
    await confirmRun(ctx, id);
    const meter = { roundTrips: 0, rowsRead: 0 };
    const sizes: number[] = [];
    const store = tenantStore(shardConnection(env, ctx.tenant.shard), ctx.tenant.id, { guard: false, meter });
    await worker.step({
      ...ctx,
      store: { ...store, atomic: (statements) => (sizes.push(statements.length), store.atomic(statements)) },
    });
    expect((await getRun(ctx, id)).issued).toBe(60);
    expect(meter.roundTrips).toBe(4);
    expect(sizes.length).toBe(1);
    expect(sizes[0]).toBeLessThanOrEqual(20);
    expect(meter.rowsRead).toBeLessThan(60 * 50);
  });

  it("can be given up before it is confirmed, and a worker that is still at it changes nothing more", async () => {
    const { worker, ctx } = await company(20);
    const { id } = await createRun(ctx, { period: "2026-11" });
    await worker.step();
    await cancelRun(ctx, id);
    await worker.drain();
    expect(await getRun(ctx, id)).toMatchObject({ state: "cancelled", issued: 0 });
    await expect(confirmRun(ctx, id)).rejects.toMatchObject({ code: "wrong_state" });
    expect((await run(worker)).issued).toBeGreaterThan(5);
  });

  it("bills one brand alone when told to", async () => {
    const { worker, ctx } = await company(30);
    const { id, brandId } = await createRun(ctx, { period: "2026-11", brandId: "inklusif" });
    await worker.drain();
    expect(new Set((await runLines(ctx)).map((line) => line.brandId))).toEqual(new Set([brandId]));
    expect((await getRun(ctx, id)).subscriptions).toBeGreaterThan(3);
  });

  it.each([
    ["Asia/Jakarta", "2026-11-30", "2026-12-10"],
    ["Asia/Makassar", "2026-12-01", "2026-12-11"],
    ["Asia/Jayapura", "2026-12-01", "2026-12-11"],
  ])(
    "is issued on the day it is in %s at the end of the month: %s, due %s (B18)",
    async (timeZone, issuedOn, dueOn) => {
      const clock = new Clock(Date.parse("2026-11-30T16:30:00Z"));
      const ctx = (await Worker.of(await TestTenant.signUp({ clock, timeZone }))).ctx;
      expect(await createRun(ctx, { period: "2026-12" })).toMatchObject({ issuedOn, dueOn });
    },
  );
});
