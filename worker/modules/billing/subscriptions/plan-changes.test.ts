import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { InvoiceBody, PageBody } from "../../../../test/support/billing.ts";
import { Clock, TestTenant } from "../../../../test/support/tenant.ts";
import { kindOf } from "../../notifications/kinds/index.ts";
import type { Event } from "../../outbox/index.ts";
import { outbox } from "../../outbox/schema.ts";
import { confirmRun, createRun } from "../runs/runs.ts";
import { billedPeriods } from "../schema.ts";
import { issuedInvoices, runLines, watched, Worker } from "../testing.ts";
import { applyDueChanges } from "./due-plan-changes.ts";
import { endDueSubscriptions } from "./lifecycle.ts";
import { changePlan } from "./plan-changes.ts";

interface Terms {
  plan: { id: string; name: string };
  price: number;
  discount: number;
}
interface Amounts {
  items: { description: string; quantity: number; unitPrice: number }[];
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
}
interface Preview {
  version: number;
  state: string;
  previous: Terms;
  next: Terms;
  days: { period: string; from: string; until: string; days: number; periodDays: number; givenBack: number }[];
  givenBack: number;
  charged: number;
  difference: number;
  invoice: (Amounts & { dueOn: string }) | null;
  credits: { invoiceId: string; amount: number; tax: number }[];
  nextInvoice: Amounts | null;
  errors?: { field: string; message: string }[];
  code?: string;
}
interface Change {
  id: string;
  state: string;
  effectiveOn: string;
  previous: Terms;
  next: Terms;
  difference: number;
  invoiceId: string | null;
  code?: string;
  errors?: { field: string }[];
}
interface Subscription {
  id: string;
  plan: { id: string; name: string };
  effectivePrice: number;
  discount: number;
  state: string;
}
interface CreditNote {
  invoiceId: string;
  amount: number;
  tax: number;
  cause: string;
  reason: string;
}

/** A company on 21 November 2026 with a customer on «Rumah 20» (Rp 150.000) since September, and a «Rumah 50» (Rp 250.000). */
async function start({ tax = 1100, inclusive = false, billed = "2026-11", ...terms }: Record<string, unknown> = {}) {
  const clock = new Clock();
  const tenant = await TestTenant.signUp({ clock });
  const worker = await Worker.of(tenant);
  const [brand] = (await tenant.as<PageBody<{ id: string }>>("GET", "/brands")).body.data;
  await tenant.as("PATCH", `/brands/${brand?.id}`, { taxRateBasisPoints: tax, taxInclusive: inclusive });
  const made = async (path: string, body: object) => (await tenant.as<{ id: string }>("POST", path, body)).body.id;
  const customerId = await made("/customers", { name: "Anggrek", email: "anggrek@example.com" });
  const slow = await made("/plans", { name: "Rumah 20", price: 150_000 });
  const fast = await made("/plans", { name: "Rumah 50", price: 250_000 });
  const id = await made("/subscriptions", {
    ...{ customerId, planId: slow, startsOn: "2026-09-01", anchorDay: 1, billFrom: "2026-11-01" },
    ...terms,
  });
  const path = `/subscriptions/${id}`;
  const run = async (period: string) => {
    const { id: runId } = await createRun(worker.ctx, { period });
    await worker.drain();
    const preview = (await runLines(worker.ctx)).filter((line) => line.runId === runId);
    await confirmRun(worker.ctx, runId);
    await worker.drain();
    return preview[0]?.draft as Amounts | undefined;
  };
  if (billed) await run(String(billed));
  const get = async <T>(place: string) => (await tenant.as<T>("GET", place)).body;
  return {
    ...{ tenant, clock, worker, ctx: worker.ctx, id, customerId, slow, fast, run },
    preview: (body: object) => tenant.as<Preview>("POST", `${path}/plan-changes/preview`, body),
    change: (body: object) => tenant.as<Change>("POST", `${path}/plan-changes`, body),
    cancel: (changeId: string) => tenant.as<Change>("DELETE", `${path}/plan-changes/${changeId}`),
    changes: async () => (await get<PageBody<Change>>(`${path}/plan-changes`)).data,
    subscription: () => get<Subscription>(path),
    balance: () => get<{ credit: number; due: number }>(`/customers/${customerId}/balance`),
    invoice: (invoiceId: string) => get<InvoiceBody & Amounts & { credited: number }>(`/invoices/${invoiceId}`),
    creditNotes: async () => (await get<PageBody<CreditNote>>("/credit-notes")).data,
    pay: (invoiceId: string, amount: number) =>
      tenant.as("POST", `/invoices/${invoiceId}/payments`, { amount, method: "cash" }),
  };
}

const amountsOf = ({ items, subtotal, discount, tax, total }: Amounts): Amounts => ({
  items: items.map(({ description, quantity, unitPrice }) => ({ description, quantity, unitPrice })),
  ...{ subtotal, discount, tax, total },
});
const firstInvoice = async (ctx: Worker["ctx"]) => (await ctx.store.read(
  ctx.store.db.select().from(billedPeriods).where(ctx.store.own(billedPeriods)).orderBy(billedPeriods.period),
))[0].at(-1)?.invoiceId as string;

describe("a change of plan within a billed period", () => {
  it.each([
    [false, 37_000, 3_667],
    [true, 33_333, 3_303],
  ])("to a dearer one is invoiced at once, exactly as previewed (prices with tax: %s)", async (inclusive, total, tax) => {
    const { ctx, fast, preview, change, invoice, subscription, balance } = await start({ inclusive });
    const before = (await balance()).due;
    const wanted = { planId: fast, effectiveOn: "2026-11-21" };
    const shown = (await preview(wanted)).body;
    expect(shown).toMatchObject({
      state: "applied",
      previous: { plan: { name: "Rumah 20" }, price: 150_000 },
      next: { plan: { name: "Rumah 50" }, price: 250_000 },
      days: [{ period: "2026-11", from: "2026-11-21", until: "2026-11-30", days: 10, periodDays: 30 }],
      givenBack: 50_000,
      charged: 83_333,
      difference: total,
      invoice: { subtotal: 33_333, discount: 0, tax, total, dueOn: "2026-12-01" },
      credits: [],
    });
    expect((await balance()).due).toBe(before);
    const made = await change({ ...wanted, version: shown.version });
    expect([made.status, made.body]).toMatchObject([201, { state: "applied", difference: shown.difference }]);
    const issued = await invoice(made.body.invoiceId as string);
    expect({ ...amountsOf(issued), dueOn: issued.dueOn }).toEqual(shown.invoice);
    expect(issued.items[0]?.description).toBe(
      "Ganti paket Rumah 20 ke Rumah 50 · 2026-11 (2026-11-21 – 2026-11-30): 10/30 hari × (Rp 250.000 - Rp 150.000)",
    );
    expect(issued.state).toBe("awaiting_payment");
    expect((await balance()).due).toBe(before + total);
    expect(await subscription()).toMatchObject({ plan: { name: "Rumah 50" }, effectivePrice: 250_000 });
    expect((await issuedInvoices(ctx)).length).toBe(2);
  });

  it("bills the next period as the preview says", async () => {
    const { fast, preview, change, run } = await start();
    const shown = (await preview({ planId: fast, effectiveOn: "2026-11-21" })).body.nextInvoice as Amounts;
    expect(shown).toMatchObject({ subtotal: 250_000, tax: 27_500, total: 277_500 });
    await change({ planId: fast, effectiveOn: "2026-11-21" });
    expect(amountsOf((await run("2026-12")) as Amounts)).toEqual(amountsOf(shown));
  });

  it("to a cheaper one is credited against the invoice of those days: off what it owes, the rest as the customer's credit", async () => {
    const { ctx, slow, fast, preview, change, balance, pay, invoice, creditNotes } = await start();
    await change({ planId: fast, effectiveOn: "2026-11-01" });
    const original = await firstInvoice(ctx);
    await pay(original, 150_000);
    const wanted = { planId: slow, effectiveOn: "2026-11-16", price: 50_000 };
    const shown = (await preview(wanted)).body;
    // 15 of 30 days: 100.000 less, and the tax of that. The newest invoice asked for 111.000, so all of it is taken there.
    expect(shown).toMatchObject({ givenBack: 125_000, charged: 25_000, difference: -111_000, invoice: null });
    const before = await balance();
    const made = (await change(wanted)).body;
    expect([made.difference, made.invoiceId]).toEqual([shown.difference, null]);
    const notes = await creditNotes();
    expect(notes.map(({ invoiceId, amount, tax }) => ({ invoiceId, amount, tax }))).toEqual(
      shown.credits.map(({ invoiceId, amount, tax }) => ({ invoiceId, amount, tax })),
    );
    expect(notes[0]).toMatchObject({
      cause: "plan_change",
      reason:
        "Ganti paket Rumah 50 ke Rumah 20 · 2026-11 (2026-11-16 – 2026-11-30): 15/30 hari × (Rp 250.000 - Rp 50.000)",
    });
    const after = await balance();
    expect(after.credit - before.credit + before.due - after.due).toBe(111_000);
    expect((await invoice(original)).credited).toBe(0);
  });

  it("gives back what was paid as credit, and no more than each invoice billed", async () => {
    const { ctx, slow, preview, change, balance, pay, invoice, creditNotes } = await start();
    const original = await firstInvoice(ctx);
    await pay(original, 166_500);
    await change({ planId: slow, effectiveOn: "2026-11-01", price: 0 });
    expect(await balance()).toMatchObject({ credit: 166_500, due: 0 });
    expect((await invoice(original)).credited).toBe(166_500);
    const again = (await preview({ planId: slow, effectiveOn: "2026-11-21", price: null })).body;
    expect(again).toMatchObject({ givenBack: 0, charged: 50_000, difference: 55_500 });
    expect((await creditNotes()).length).toBe(1);
  });

  it("after another takes from the newest invoice first, then from the period's own", async () => {
    const { ctx, slow, fast, change, creditNotes } = await start();
    const up = (await change({ planId: fast, effectiveOn: "2026-11-16" })).body;
    await change({ planId: slow, effectiveOn: "2026-11-21", price: 0 });
    const original = await firstInvoice(ctx);
    // Ten days at 250.000 are 83.333, with tax 92.500; the newer invoice asked for 55.500.
    expect((await creditNotes()).map(({ invoiceId, amount }) => [invoiceId, amount]).sort()).toEqual(
      [
        [up.invoiceId, 55_500],
        [original, 37_000],
      ].sort(),
    );
  });

  it("concerns days of every period that is billed ahead", async () => {
    const { fast, preview, change, run } = await start({ billed: "2027-01" });
    const wanted = { planId: fast, effectiveOn: "2026-11-21" };
    const shown = (await preview(wanted)).body;
    expect(shown.days.map(({ period, days }) => [period, days])).toEqual([
      ["2026-11", 10],
      ["2026-12", 31],
      ["2027-01", 31],
    ]);
    expect(shown.invoice?.items.map(({ unitPrice }) => unitPrice)).toEqual([33_333, 100_000, 100_000]);
    await change(wanted);
    expect((await run("2027-02"))?.items.map(({ unitPrice }) => unitPrice)).toEqual([250_000]);
  });

  it("leaves days alone that no invoice of ours covers, or only one that is void", async () => {
    const elsewhere = await start({ billed: "", billFrom: "2026-12-01" });
    expect((await elsewhere.preview({ planId: elsewhere.fast, effectiveOn: "2026-11-21" })).body).toMatchObject({
      days: [],
      difference: 0,
      invoice: null,
    });
    const { tenant, ctx, fast, preview, change } = await start();
    const up = (await change({ planId: fast, effectiveOn: "2026-11-21" })).body;
    await tenant.as("POST", `/invoices/${up.invoiceId}/void`, {});
    expect((await preview({ planId: fast, effectiveOn: "2026-11-26", price: 150_000 })).body.difference).toBe(0);
    await tenant.as("POST", `/invoices/${await firstInvoice(ctx)}/void`, {});
    expect((await preview({ planId: fast, effectiveOn: "2026-11-26", price: 0 })).body).toMatchObject({
      days: [],
      difference: 0,
    });
  });

  it("gives back the price that was billed, also when the plan's price is another by now", async () => {
    const { tenant, slow, fast, preview } = await start();
    await tenant.as("PATCH", `/plans/${slow}`, { price: 300_000 });
    expect((await preview({ planId: fast, effectiveOn: "2026-11-21" })).body).toMatchObject({
      givenBack: 50_000,
      charged: 83_333,
    });
  });

  it("of the price or the discount alone is one too, also where the plan is archived", async () => {
    const { tenant, slow, preview, change, subscription } = await start();
    await tenant.as("PATCH", `/plans/${slow}`, { archived: true });
    const shown = (await preview({ planId: slow, effectiveOn: "2026-11-16", discount: 30_000 })).body;
    expect(shown).toMatchObject({ givenBack: 75_000, charged: 60_000, difference: -16_650 });
    expect(shown.nextInvoice).toMatchObject({ subtotal: 150_000, discount: 30_000, tax: 13_200, total: 133_200 });
    await change({ planId: slow, effectiveOn: "2026-11-16", discount: 30_000 });
    expect(await subscription()).toMatchObject({ discount: 30_000, effectivePrice: 150_000 });
    await change({ planId: slow, effectiveOn: "2026-11-17", price: 140_000 });
    expect(await subscription()).toMatchObject({ discount: 30_000, effectivePrice: 140_000 });
  });

  it("leaves a line in the log, an event for others, and words to the customer", async () => {
    const { tenant, ctx, id, customerId, fast, change } = await start();
    const made = (await change({ planId: fast, effectiveOn: "2026-11-21" })).body;
    const log = (
      await tenant.as<PageBody<{ action: string; before: object; after: object }>>("GET", `/activity-logs?entityId=${id}`)
    ).body.data;
    expect(log[0]).toMatchObject({
      action: "subscription.plan_changed",
      after: { planId: fast, effectiveOn: "2026-11-21", difference: 37_000 },
    });
    const [rows] = await ctx.store.read(
      ctx.store.db
        .select()
        .from(outbox)
        .where(ctx.store.own(outbox, eq(outbox.type, "subscription.plan_changed"))),
    );
    expect(rows.map(({ data }) => data)).toEqual([{ planChangeId: made.id, subscriptionId: id, customerId }]);
    const kind = kindOf("subscription.plan_changed") as unknown as {
      occasion(context: typeof ctx, event: Pick<Event, "data">): Promise<unknown>;
    };
    expect(await kind.occasion(ctx, { data: { planChangeId: made.id } as never })).toMatchObject({
      customer: { name: "Anggrek", email: "anggrek@example.com" },
      values: {
        previousPlan: "Rumah 20",
        plan: "Rumah 50",
        price: 250_000,
        effectiveOn: "2026-11-21",
        charged: 37_000,
        credited: null,
      },
    });
  });
});

describe("a change of plan within a period that is not billed yet", () => {
  it("splits it: the run's preview and its invoice have the old plan's days and the new plan's (B20, B21)", async () => {
    const { ctx, fast, slow, preview, change, run } = await start({ billed: "" });
    const first = { planId: fast, effectiveOn: "2026-11-11" };
    expect((await preview(first)).body).toMatchObject({ days: [], difference: 0, invoice: null, credits: [] });
    expect((await change(first)).body).toMatchObject({ state: "applied", difference: 0, invoiceId: null });
    const second = { planId: slow, effectiveOn: "2026-11-21", discount: 15_000 };
    const shown = (await preview(second)).body.nextInvoice as Amounts;
    await change(second);
    const drafted = (await run("2026-11")) as Amounts;
    expect(amountsOf(drafted)).toEqual(amountsOf(shown));
    expect(drafted.items).toEqual([
      { description: "Rumah 20 · 2026-11 (2026-11-01 – 2026-11-10)", quantity: 1, unitPrice: 50_000 },
      { description: "Rumah 50 · 2026-11 (2026-11-11 – 2026-11-20)", quantity: 1, unitPrice: 83_334 },
      { description: "Rumah 20 · 2026-11 (2026-11-21 – 2026-11-30)", quantity: 1, unitPrice: 50_000 },
    ]);
    expect(drafted.discount).toBe(5_000);
    const [issued] = await issuedInvoices(ctx);
    expect(amountsOf(issued as never)).toEqual(amountsOf(drafted));
    expect((await run("2026-12"))?.items).toEqual([
      { description: "Rumah 20 · 2026-12", quantity: 1, unitPrice: 150_000 },
    ]);
  });

  it("settles only the days before that which are billed", async () => {
    const { fast, preview, change, run } = await start({ billed: "2026-10", billFrom: "2026-10-01" });
    const wanted = { planId: fast, effectiveOn: "2026-10-22" };
    const shown = (await preview(wanted)).body;
    expect(shown.days.map(({ from, until }) => `${from} – ${until}`)).toEqual(["2026-10-22 – 2026-10-31"]);
    await change(wanted);
    expect((await run("2026-11"))?.items).toEqual([
      { description: "Rumah 50 · 2026-11", quantity: 1, unitPrice: 250_000 },
    ]);
  });
});

describe("a change of plan to come", () => {
  it("is planned, shown, and comes about on its day, once, also when that was missed", async () => {
    const { ctx, clock, fast, change, changes, subscription, run } = await start();
    const made = await change({ planId: fast, effectiveOn: "2026-12-11" });
    expect([made.status, made.body]).toMatchObject([201, { state: "planned", difference: 0, invoiceId: null }]);
    expect(await changes()).toMatchObject([{ id: made.body.id, state: "planned", next: { plan: { name: "Rumah 50" } } }]);
    expect((await subscription()).plan.name).toBe("Rumah 20");
    expect((await run("2026-12"))?.items).toEqual([
      { description: "Rumah 20 · 2026-12 (2026-12-01 – 2026-12-10)", quantity: 1, unitPrice: 48_387 },
      { description: "Rumah 50 · 2026-12 (2026-12-11 – 2026-12-31)", quantity: 1, unitPrice: 169_355 },
    ]);
    clock.set("2026-12-10T16:59:00Z");
    expect(await applyDueChanges(ctx)).toBe(0);
    clock.set("2026-12-13T00:00:00Z");
    expect([await applyDueChanges(ctx), await applyDueChanges(ctx)]).toEqual([1, 0]);
    expect(await subscription()).toMatchObject({ plan: { name: "Rumah 50" }, effectivePrice: 250_000 });
    expect(await changes()).toMatchObject([{ state: "applied" }]);
    expect((await run("2027-01"))?.items).toEqual([
      { description: "Rumah 50 · 2027-01", quantity: 1, unitPrice: 250_000 },
    ]);
  });

  it("settles days that are billed already when it is planned; cancelling settles them back", async () => {
    const { fast, preview, change, cancel, changes, balance, run } = await start({ billed: "2026-12" });
    const before = await balance();
    const wanted = { planId: fast, effectiveOn: "2026-12-01" };
    expect((await preview(wanted)).body).toMatchObject({ state: "planned", difference: 111_000 });
    const made = (await change(wanted)).body;
    expect((await balance()).due).toBe(before.due + 111_000);
    expect((await cancel(made.id)).body).toMatchObject({ state: "cancelled" });
    expect(await balance()).toEqual(before);
    expect((await cancel(made.id)).body.code).toBe("wrong_state");
    expect(await changes()).toMatchObject([{ state: "cancelled" }]);
    expect((await run("2027-01"))?.items[0]?.unitPrice).toBe(150_000);
    expect((await change(wanted)).status).toBe(201);
  });

  it("that a run has billed already is settled back when it is cancelled", async () => {
    const { slow, change, cancel, balance, run } = await start();
    const made = (await change({ planId: slow, effectiveOn: "2026-12-11", price: 50_000 })).body;
    await run("2026-12");
    const before = await balance();
    await cancel(made.id);
    // 21 of 31 days at 150.000 instead of 50.000, and the tax of that.
    expect((await balance()).due - before.due).toBe(67_742 + 7_452);
  });

  it("lets a nearer one before it, and both come about in order, in one go", async () => {
    const { ctx, clock, slow, fast, change, subscription, run } = await start();
    await change({ planId: slow, effectiveOn: "2026-12-21", price: 99_000 });
    await change({ planId: fast, effectiveOn: "2026-12-11" });
    expect((await run("2026-12"))?.items.map(({ unitPrice }) => unitPrice)).toEqual([48_387, 80_645, 35_129]);
    clock.set("2027-01-05T00:00:00Z");
    expect(await applyDueChanges(ctx)).toBe(2);
    expect(await subscription()).toMatchObject({ plan: { id: slow }, effectivePrice: 99_000 });
  });

  it("that is due is carried out before another change is decided", async () => {
    const { clock, slow, fast, change, subscription } = await start();
    await change({ planId: fast, effectiveOn: "2026-12-01" });
    clock.set("2026-12-05T03:00:00Z");
    const early = await change({ planId: slow, effectiveOn: "2026-11-28" });
    expect(early.body.errors?.map(({ field }) => field)).toEqual(["effectiveOn"]);
    expect((await change({ planId: slow, effectiveOn: "2026-12-05" })).body).toMatchObject({
      previous: { plan: { name: "Rumah 50" } },
    });
    expect((await subscription()).plan.id).toBe(slow);
  });

  it("is cancelled, and what it has cost with it, when the subscription ends before", async () => {
    const { tenant, ctx, clock, id, fast, change, changes, balance } = await start({ billed: "2026-12" });
    const before = await balance();
    await change({ planId: fast, effectiveOn: "2026-12-15" });
    await change({ planId: fast, effectiveOn: "2026-12-20", discount: 1000 });
    await tenant.as("POST", `/subscriptions/${id}/termination`, { endsOn: "2026-12-10" });
    expect((await changes()).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    expect(await balance()).toEqual(before);
    clock.set("2026-12-25T00:00:00Z");
    expect([await endDueSubscriptions(ctx), await applyDueChanges(ctx)]).toEqual([1, 0]);
  });
});

describe("a change of plan is refused", () => {
  it("on days that can't be, and for what can't be chosen, each with its reason", async () => {
    const { tenant, slow, fast, preview, change } = await start({ billed: "2026-11", billFrom: "2026-09-01" });
    const old = (await tenant.as<{ id: string }>("POST", "/plans", { name: "Lama", price: 1 })).body.id;
    await tenant.as("PATCH", `/plans/${old}`, { archived: true });
    const other = (await (await TestTenant.signUp()).as<{ id: string }>("POST", "/plans", { name: "X", price: 1 })).body;
    await change({ planId: fast, effectiveOn: "2026-11-10" });
    await change({ planId: fast, effectiveOn: "2026-12-10", price: 200_000 });
    const wrong: [string, object, string][] = [
      ["before the service", { planId: slow, effectiveOn: "2026-08-31" }, "effectiveOn"],
      ["before the last change", { planId: slow, effectiveOn: "2026-11-09" }, "effectiveOn"],
      ["on the day of the last change", { planId: slow, effectiveOn: "2026-11-10" }, "effectiveOn"],
      ["on the day of a planned one", { planId: slow, effectiveOn: "2026-12-10" }, "effectiveOn"],
      ["more than a year ahead", { planId: slow, effectiveOn: "2027-11-23" }, "effectiveOn"],
      ["no date", { planId: slow, effectiveOn: "2026-02-30" }, "effectiveOn"],
      ["an archived plan", { planId: old, effectiveOn: "2026-11-21" }, "planId"],
      ["another company's plan", { planId: other.id, effectiveOn: "2026-11-21" }, "planId"],
      ["nothing that changes", { planId: fast, effectiveOn: "2026-11-21" }, "planId"],
      ["a discount beyond the price", { planId: slow, effectiveOn: "2026-11-21", discount: 150_001 }, "discount"],
      ["a price below nothing", { planId: slow, effectiveOn: "2026-11-21", price: -1 }, "price"],
    ];
    for (const [what, body, field] of wrong)
      for (const call of [preview, change]) {
        const answer = await call(body);
        expect([what, answer.status, answer.body.errors?.map((each) => each.field)]).toEqual([what, 422, [field]]);
      }
  });

  it("when its days are of a time that is closed: more than one billed period back", async () => {
    const { fast, preview } = await start({ billed: "2026-11", billFrom: "2026-09-01" });
    const answer = await preview({ planId: fast, effectiveOn: "2026-09-30" });
    expect(answer.body.errors).toMatchObject([{ field: "effectiveOn", message: expect.stringContaining("2026-10-01") }]);
    expect((await preview({ planId: fast, effectiveOn: "2026-10-01" })).status).toBe(200);
    const unbilled = await start({ billed: "", billFrom: "2026-09-01" });
    expect((await unbilled.preview({ planId: unbilled.fast, effectiveOn: "2026-09-15" })).status).toBe(200);
  });

  it("when the subscription has ended, or ends before", async () => {
    const { tenant, id, fast, change } = await start();
    await tenant.as("POST", `/subscriptions/${id}/termination`, { endsOn: "2026-11-25" });
    expect((await change({ planId: fast, effectiveOn: "2026-11-26" })).body.errors?.map(({ field }) => field)).toEqual([
      "effectiveOn",
    ]);
    await tenant.as("POST", `/subscriptions/${id}/termination`, { endsOn: "2026-11-21" });
    expect((await change({ planId: fast, effectiveOn: "2026-11-21" })).body.code).toBe("wrong_state");
  });

  it("when the subscription is not as the preview showed it any more", async () => {
    const { fast, preview, change, run } = await start();
    const { version } = (await preview({ planId: fast, effectiveOn: "2026-11-21" })).body;
    await run("2026-12");
    const stale = await change({ planId: fast, effectiveOn: "2026-11-21", version });
    expect([stale.status, stale.body.code]).toEqual([409, "conflict"]);
  });

  it("by the database when another one of the same day, or any other change, comes first", async () => {
    const { ctx, id, fast, slow, change, changes } = await start();
    let raced = false;
    const race = (other: object) =>
      watched(ctx, async (call) => {
        if (call !== "atomic" || raced) return;
        raced = true;
        await change(other);
      });
    const day = { effectiveOn: "2026-12-11" };
    await expect(changePlan(race({ planId: fast, ...day }), id, { planId: slow, price: 1, ...day })).rejects.toThrow();
    raced = false;
    await expect(
      changePlan(race({ planId: fast, effectiveOn: "2026-12-20", discount: 5 }), id, { planId: slow, price: 2, effectiveOn: "2026-12-25" }),
    ).rejects.toThrow();
    expect((await changes()).map(({ effectiveOn }) => effectiveOn)).toEqual(["2026-12-20", "2026-12-11"]);
    expect((await issuedInvoices(ctx)).length).toBe(1);
  });
});
