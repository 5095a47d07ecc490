import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { PageBody } from "../../../../test/support/billing.ts";
import { kindOf } from "../../notifications/kinds/index.ts";
import type { Event } from "../../outbox/index.ts";
import { outbox } from "../../outbox/schema.ts";
import { issuedInvoices } from "../testing.ts";
import { amountsOf, newestInvoice, start, type Amounts } from "./testing.ts";

describe("a change of plan within a billed period", () => {
  it.each([
    [false, 37_000, 3_667],
    [true, 33_333, 3_303],
  ])(
    "to a dearer one is invoiced at once, exactly as previewed (prices with tax: %s)",
    async (inclusive, total, tax) => {
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
    },
  );

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
    const original = await newestInvoice(ctx);
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
    const original = await newestInvoice(ctx);
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
    const original = await newestInvoice(ctx);
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
    await tenant.as("POST", `/invoices/${await newestInvoice(ctx)}/void`, {});
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
      await tenant.as<PageBody<{ action: string; before: object; after: object }>>(
        "GET",
        `/activity-logs?entityId=${id}`,
      )
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
