import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../../test/support/tenant.ts";
import { issuedInvoices, watched } from "../testing.ts";
import { applyDueChanges } from "./due-plan-changes.ts";
import { endDueSubscriptions } from "./lifecycle.ts";
import { changePlan } from "./plan-changes.ts";
import { amountsOf, start, type Amounts } from "./testing.ts";

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
    const { ctx, clock, later, fast, change, changes, subscription, run } = await start();
    const made = await change({ planId: fast, effectiveOn: "2026-12-11" });
    expect([made.status, made.body]).toMatchObject([201, { state: "planned", difference: 0, invoiceId: null }]);
    expect(await changes()).toMatchObject([
      { id: made.body.id, state: "planned", next: { plan: { name: "Rumah 50" } } },
    ]);
    expect((await subscription()).plan.name).toBe("Rumah 20");
    expect((await run("2026-12"))?.items).toEqual([
      { description: "Rumah 20 · 2026-12 (2026-12-01 – 2026-12-10)", quantity: 1, unitPrice: 48_387 },
      { description: "Rumah 50 · 2026-12 (2026-12-11 – 2026-12-31)", quantity: 1, unitPrice: 169_355 },
    ]);
    clock.set("2026-12-10T16:59:00Z");
    expect(await applyDueChanges(ctx)).toBe(0);
    await later("2026-12-13T00:00:00Z");
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
    const { ctx, later, slow, fast, change, subscription, run } = await start();
    await change({ planId: slow, effectiveOn: "2026-12-21", price: 99_000 });
    await change({ planId: fast, effectiveOn: "2026-12-11" });
    expect((await run("2026-12"))?.items.map(({ unitPrice }) => unitPrice)).toEqual([48_387, 80_645, 35_129]);
    await later("2027-01-05T00:00:00Z");
    expect(await applyDueChanges(ctx)).toBe(2);
    expect(await subscription()).toMatchObject({ plan: { id: slow }, effectivePrice: 99_000 });
  });

  it("that is due is carried out before another change is decided", async () => {
    const { later, slow, fast, change, subscription } = await start();
    await change({ planId: fast, effectiveOn: "2026-12-01" });
    await later("2026-12-05T03:00:00Z");
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
    const other = (await (await TestTenant.signUp()).as<{ id: string }>("POST", "/plans", { name: "X", price: 1 }))
      .body;
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
    expect(answer.body.errors).toMatchObject([
      { field: "effectiveOn", message: expect.stringContaining("2026-10-01") },
    ]);
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
      changePlan(race({ planId: fast, effectiveOn: "2026-12-20", discount: 5 }), id, {
        planId: slow,
        price: 2,
        effectiveOn: "2026-12-25",
      }),
    ).rejects.toThrow();
    expect((await changes()).map(({ effectiveOn }) => effectiveOn)).toEqual(["2026-12-20", "2026-12-11"]);
    expect((await issuedInvoices(ctx)).length).toBe(1);
  });
});
