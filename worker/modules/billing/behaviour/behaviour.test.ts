import fc from "fast-check";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addCustomer, addInvoice } from "../../../../test/support/billing.ts";
import { TestTenant, type Clock } from "../../../../test/support/tenant.ts";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { customerBehaviour, customerTotals } from "../../customers/schema.ts";
import { deleteCustomer, updateCustomer } from "../../customers/service.ts";
import { closeAccount } from "../invoices/departures.ts";
import { createInvoice, voidInvoice } from "../invoices/invoices.ts";
import { markOverdue } from "../invoices/overdue.ts";
import { receiveForInvoice, recordPayment } from "../payments/booking.ts";
import { watched } from "../testing.ts";
import { addDays } from "../../../core/time.ts";
import { today } from "../invoices/issue.ts";
import { lapseSegments } from "./refresh.ts";
import { behaviourRow, expectKept, invoiceOf, putInvoices, segmentNow } from "./testing.ts";
import { rebuildBehaviour, verifyBehaviour } from "./verify.ts";

const dayMs = 86_400_000;

async function company() {
  const tenant = await TestTenant.signUp();
  return { tenant, clock: tenant.clock, ctx: await tenant.context() };
}

const customerPatch = (patch: object) => patch as Parameters<typeof updateCustomer>[2];

describe("a customer's segment", () => {
  it("follows its invoices: new, in arrears, paid late, and loyal when the late payment is a year old", async () => {
    const { tenant, clock, ctx } = await company();
    const customerId = await addCustomer(tenant);
    expect(await behaviourRow(ctx, customerId)).toMatchObject({ segment: "new", since: "2026-11-21", overdueCount: 0 });

    const late = await addInvoice(tenant, { customerId, dueOn: "2026-11-20", amount: 100_000 });
    expect(await segmentNow(ctx, customerId)).toBe("new");
    await markOverdue(ctx);
    expect(await behaviourRow(ctx, customerId)).toMatchObject({
      ...{ segment: "in_arrears", overdueCount: 1, overdueAmount: 100_000, evidenceOn: null },
    });
    await recordPayment(ctx, late.id, { amount: 40_000, method: "cash" });
    expect(await behaviourRow(ctx, customerId)).toMatchObject({ segment: "in_arrears", overdueAmount: 60_000 });
    clock.advance(dayMs);
    await recordPayment(ctx, late.id, { amount: 60_000, method: "cash" });
    expect(await behaviourRow(ctx, customerId)).toMatchObject({
      ...{ segment: "late_payer", since: "2026-11-22", overdueCount: 0, overdueAmount: 0 },
      ...{ paidLateCount: 1, paidOnTimeCount: 0, lastLateOn: "2026-11-20", evidenceOn: "2026-11-20" },
    });

    clock.set("2027-10-05T03:00:00Z");
    const inTime = await createInvoice(ctx, {
      ...{ customerId, draft: false, discount: 0, dueOn: "2027-10-10" },
      items: [{ description: "Internet", quantity: 1, unitPrice: 100_000 }],
    });
    await recordPayment(ctx, inTime.id, { amount: 100_000, method: "cash" });
    expect(await segmentNow(ctx, customerId)).toBe("late_payer");
    clock.set("2027-11-19T16:59:00Z");
    expect(await lapseSegments(ctx)).toBe(0);
    clock.set("2027-11-19T17:00:00Z");
    expect([await lapseSegments(ctx), await lapseSegments(ctx)]).toEqual([1, 0]);
    expect(await behaviourRow(ctx, customerId)).toMatchObject({ segment: "loyal", since: "2027-11-20" });
    await expectKept(ctx);
    clock.set("2028-10-10T03:00:00Z");
    await lapseSegments(ctx);
    expect(await segmentNow(ctx, customerId)).toBe("new");
    await expectKept(ctx);
  });

  it("is not in arrears for a payment that was typed in after the due date but received before it", async () => {
    const { tenant, ctx } = await company();
    const customerId = await addCustomer(tenant);
    const { id } = await addInvoice(tenant, { customerId, dueOn: "2026-11-19" });
    await markOverdue(ctx);
    await recordPayment(ctx, id, { amount: 150_000, method: "cash", paidAt: "2026-11-19T10:00:00Z" });
    expect(await behaviourRow(ctx, customerId)).toMatchObject({ segment: "loyal", paidOnTimeCount: 1 });
  });

  it("knows a late payment that came before the overdue invoice was marked", async () => {
    const { tenant, ctx } = await company();
    const customerId = await addCustomer(tenant);
    const { id } = await addInvoice(tenant, { customerId, dueOn: "2026-11-20" });
    await recordPayment(ctx, id, { amount: 150_000, method: "cash" });
    expect(await segmentNow(ctx, customerId)).toBe("late_payer");
  });

  it("is what it was before once an overdue invoice is void", async () => {
    const { tenant, ctx } = await company();
    const customerId = await addCustomer(tenant);
    const { id } = await addInvoice(tenant, { customerId, dueOn: "2026-11-20" });
    await markOverdue(ctx);
    await voidInvoice(ctx, id);
    expect(await behaviourRow(ctx, customerId)).toMatchObject({ segment: "new", overdueCount: 0, overdueAmount: 0 });
    await expectKept(ctx);
  });
});

describe("the totals", () => {
  const totals = async ({ store }: Context) => {
    const [rows] = await store.read(store.db.select().from(customerTotals).where(store.own(customerTotals)));
    return rows.filter(({ customers }) => customers !== 0);
  };

  it("move with a customer from brand to brand and status to status, and lose who is deleted", async () => {
    const { tenant, ctx } = await company();
    const other = (await tenant.as<{ id: string }>("POST", "/brands", { code: "LAIN", name: "Lain" })).body.id;
    const customerId = await addCustomer(tenant);
    await addInvoice(tenant, { customerId, dueOn: "2026-11-20", amount: 70_000 });
    await markOverdue(ctx);
    await updateCustomer(ctx, customerId, customerPatch({ brandId: other, status: "inactive" }));
    const figures = { customers: 1, overdueCount: 1, overdueAmount: 70_000 };
    expect(await totals(ctx)).toMatchObject([
      { segment: "in_arrears", brandId: other, status: "inactive", ...figures },
    ]);
    await deleteCustomer(ctx, customerId);
    expect(await totals(ctx)).toEqual([]);
    await closeAccount(ctx, customerId);
    expect(await totals(ctx)).toEqual([]);
    await expectKept(ctx);
  });

  it("count a customer once, however many of its invoices are paid at once", async () => {
    const { tenant, ctx } = await company();
    const customerId = await addCustomer(tenant);
    const ids: string[] = [];
    for (let n = 0; n < 8; n++) ids.push((await addInvoice(tenant, { customerId, dueOn: "2026-11-20" })).id);
    await markOverdue(ctx);
    await Promise.all(
      ids.map((id) =>
        receiveForInvoice(ctx, id, {
          ...{ amount: 150_000, method: "xendit", receivedAt: ctx.now(), recordedBy: "xendit" },
          provider: { name: "xendit", reference: id },
        }),
      ),
    );
    expect(await behaviourRow(ctx, customerId)).toMatchObject({ segment: "late_payer", paidLateCount: 8 });
    await expectKept(ctx);
  });
});

describe("what was there before", () => {
  it("is judged by a rebuild, which may be killed anywhere and begun anew", async () => {
    const { tenant, ctx } = await company();
    const first = await addCustomer(tenant);
    const second = await addCustomer(tenant, "Toko Melati");
    await putInvoices(ctx, first, [invoiceOf(ctx, { due: "2026-10-10", paid: "2026-10-11" })]);
    await putInvoices(ctx, second, [invoiceOf(ctx, { due: "2026-10-10", owes: 30_000 })]);
    await ctx.store.atomic([ctx.store.remove(customerBehaviour, eq(customerBehaviour.customerId, second))]);
    expect(await verifyBehaviour(ctx)).not.toEqual([]);
    for (let last = 0; last < 6; last++) {
      let calls = 0;
      const killed = watched(
        ctx,
        () => {
          if (calls++ === last) throw new Error("killed");
        },
        () => {},
      );
      await rebuildBehaviour(killed).catch((error: Error) => expect(error.message).toBe("killed"));
    }
    await rebuildBehaviour(ctx);
    expect([await segmentNow(ctx, first), await segmentNow(ctx, second)]).toEqual(["late_payer", "in_arrears"]);
    await expectKept(ctx);
  });

  it("is judged when it next changes, though nobody has rebuilt it", async () => {
    const { tenant, ctx } = await company();
    const customerId = await addCustomer(tenant);
    const { id } = await addInvoice(tenant, { customerId });
    await ctx.store.atomic([
      ctx.store.remove(customerBehaviour, eq(customerBehaviour.customerId, customerId)),
      ctx.store.remove(customerTotals),
    ]);
    await recordPayment(ctx, id, { amount: 150_000, method: "cash" });
    expect(await segmentNow(ctx, customerId)).toBe("loyal");
    await expectKept(ctx);
  });
});

const pick = fc.nat({ max: 20 });
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("issue" as const),
      customer: pick,
      due: fc.integer({ min: -30, max: 30 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pay" as const),
      invoice: pick,
      amount: fc.integer({ min: 1, max: 200_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("void" as const), invoice: pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 200 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      customer: pick,
      brand: pick,
      status: fc.constantFrom("active" as const, "inactive" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), customer: pick }) },
  { weight: 2, arbitrary: fc.constant({ kind: "mark" as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Stage {
  ctx: Context;
  clock: Clock;
  customers: string[];
  brands: string[];
  invoices: string[];
}

const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;

async function take({ ctx, clock, customers, brands, invoices }: Stage, each: Step): Promise<void> {
  switch (each.kind) {
    case "issue": {
      const { id } = await createInvoice(ctx, {
        ...{ customerId: at(customers, each.customer), draft: false, discount: 0 },
        dueOn: addDays(today(ctx), each.due),
        items: [{ description: "Internet", quantity: 1, unitPrice: 100_000 }],
      });
      return void invoices.push(id);
    }
    case "pay":
      if (invoices.length === 0) return;
      return void (await recordPayment(ctx, at(invoices, each.invoice), { amount: each.amount, method: "cash" }));
    case "void":
      if (invoices.length === 0) return;
      return void (await voidInvoice(ctx, at(invoices, each.invoice)));
    case "wait":
      return clock.advance(each.days * dayMs);
    case "move":
      return void (await updateCustomer(
        ctx,
        at(customers, each.customer),
        customerPatch({ brandId: at(brands, each.brand), status: each.status }),
      ));
    case "delete": {
      const customerId = at(customers, each.customer);
      await deleteCustomer(ctx, customerId);
      return closeAccount(ctx, customerId);
    }
    case "mark":
      return void (await markOverdue(ctx));
  }
}

/** A lost race, a wrong state and a customer who is gone are answers; anything else is a mistake of ours. */
const expected = (error: unknown) =>
  error instanceof Refusal || /audit_entries|unique|duplicate key|not.null/i.test(String(error));

it("whatever happens to invoices and customers, however much at once and whatever days pass, rows and totals equal a recount", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      async (rounds) => {
        const { tenant, clock, ctx } = await company();
        const [first] = (await tenant.as<{ data: { id: string }[] }>("GET", "/brands")).body.data;
        const second = (await tenant.as<{ id: string }>("POST", "/brands", { code: "LAIN", name: "Lain" })).body.id;
        const customers = [await addCustomer(tenant), await addCustomer(tenant, "Toko Melati")];
        const stage: Stage = { ctx, clock, customers, brands: [first?.id ?? "", second], invoices: [] };
        for (const round of rounds) {
          const results = await Promise.allSettled(round.map((each) => take(stage, each)));
          for (const result of results)
            if (result.status === "rejected" && !expected(result.reason)) throw result.reason;
        }
        await lapseSegments(ctx);
        await expectKept(ctx);
      },
    ),
    { numRuns: 25 },
  );
});
