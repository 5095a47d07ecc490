import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCustomer } from "../../../../test/support/billing.ts";
import { TestTenant } from "../../../../test/support/tenant.ts";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { addDays } from "../../../core/time.ts";
import { today } from "../invoices/issue.ts";
import { subscriptionDays } from "../schema.ts";
import { daysOfChange, lifeDays } from "./days.ts";
import {
  endDueSubscriptions,
  endSubscriptionsOf,
  reactivateSubscription,
  suspendSubscription,
  terminateSubscription,
} from "./lifecycle.ts";
import { createSubscription } from "./subscriptions.ts";
import { rebuildSubscriptionDays, verifySubscriptionDays } from "./verify-days.ts";

const brandId = "brd_1";
const line = { brandId, startsOn: "2026-11-01", endsOn: null as string | null };

describe("a subscription counts", () => {
  it("on its first day, and on its last once it is terminated", () => {
    expect(lifeDays({ ...line, state: "active" })).toEqual([{ date: "2026-11-01", brandId, started: 1 }]);
    expect(lifeDays({ ...line, state: "suspended", endsOn: "2026-11-30" })).toHaveLength(1);
    expect(lifeDays({ ...line, state: "terminated", endsOn: "2026-11-30" })).toEqual([
      { date: "2026-11-01", brandId, started: 1 },
      { date: "2026-11-30", brandId, ended: 1 },
    ]);
  });

  it("nowhere when it was called off before it started", () => {
    const active = { ...line, state: "active" };
    const calledOff = { ...line, state: "terminated", endsOn: "2026-10-31" };
    expect(lifeDays(calledOff)).toEqual([]);
    expect(daysOfChange(active, calledOff, "2026-10-20")).toEqual([{ date: "2026-11-01", brandId, started: -1 }]);
  });

  it("as paused and as going on again on the day it does", () => {
    const [active, paused] = [
      { ...line, state: "active" },
      { ...line, state: "suspended" },
    ];
    expect(daysOfChange(active, paused, "2026-11-21")).toContainEqual({ date: "2026-11-21", brandId, suspended: 1 });
    expect(daysOfChange(paused, active, "2026-11-25")).toContainEqual({ date: "2026-11-25", brandId, restored: 1 });
  });
});

const pick = fc.nat({ max: 20 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("start" as const), customer: pick, in: fc.integer({ min: -40, max: 40 }) }),
  fc.record({ kind: fc.constant("suspend" as const), line: pick }),
  fc.record({ kind: fc.constant("reactivate" as const), line: pick }),
  fc.record({ kind: fc.constant("end" as const), line: pick, in: fc.option(fc.integer({ min: -20, max: 60 })) }),
  fc.record({ kind: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 40 }) }),
  fc.constant({ kind: "endDue" as const }),
  fc.record({ kind: fc.constant("leave" as const), customer: pick }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Stage {
  tenant: TestTenant;
  ctx: Context;
  planId: string;
  customers: string[];
  lines: string[];
}

const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;

async function take({ tenant, ctx, planId, customers, lines }: Stage, each: Step): Promise<void> {
  if ("line" in each && lines.length === 0) return;
  switch (each.kind) {
    case "start": {
      const startsOn = addDays(today(ctx), each.in);
      const input = { customerId: at(customers, each.customer), planId, price: null, discount: 0, startsOn };
      return void lines.push((await createSubscription(ctx, input)).id);
    }
    case "suspend":
      return void (await suspendSubscription(ctx, at(lines, each.line)));
    case "reactivate":
      return void (await reactivateSubscription(ctx, at(lines, each.line)));
    case "end": {
      const endsOn = each.in === null ? undefined : addDays(today(ctx), each.in);
      return void (await terminateSubscription(ctx, at(lines, each.line), endsOn));
    }
    case "wait":
      return tenant.clock.advance(each.days * 86_400_000);
    case "endDue":
      return void (await endDueSubscriptions(ctx));
    case "leave":
      return void (await endSubscriptionsOf(ctx, at(customers, each.customer)));
  }
}

const expected = (error: unknown) =>
  error instanceof Refusal || /audit_entries|unique|duplicate key|not.null/i.test(String(error));

async function stage(): Promise<Stage> {
  const tenant = await TestTenant.signUp();
  const planId = (await tenant.as<{ id: string }>("POST", "/plans", { name: "Rumah 20", price: 150_000 })).body.id;
  const customers = [await addCustomer(tenant), await addCustomer(tenant, "Toko Melati")];
  return { tenant, ctx: await tenant.context(), planId, customers, lines: [] };
}

describe("the days of subscriptions", () => {
  it("equal a recount, whatever happens to subscriptions and however much at once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        async (rounds) => {
          const set = await stage();
          for (const round of rounds) {
            const results = await Promise.allSettled(round.map((each) => take(set, each)));
            for (const result of results)
              if (result.status === "rejected" && !expected(result.reason)) throw result.reason;
          }
          expect(await verifySubscriptionDays(set.ctx)).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("are made anew from subscriptions and the log", async () => {
    const set = await stage();
    const { ctx, lines, tenant } = set;
    for (const days of [-30, -3, 5]) await take(set, { kind: "start", customer: 0, in: days });
    await suspendSubscription(ctx, at(lines, 0));
    tenant.clock.advance(86_400_000);
    await reactivateSubscription(ctx, at(lines, 0));
    await terminateSubscription(ctx, at(lines, 1));
    tenant.clock.advance(86_400_000);
    await ctx.store.atomic([ctx.store.remove(subscriptionDays)]);
    expect(await verifySubscriptionDays(ctx)).not.toEqual([]);
    for (let times = 0; times < 2; times++) {
      await rebuildSubscriptionDays(ctx);
      expect(await verifySubscriptionDays(ctx)).toEqual([]);
    }
  });
});
