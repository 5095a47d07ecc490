import { describe, expect, it } from "vitest";
import { Clock, TestTenant } from "../../../../test/support/tenant.ts";
import { addCustomer } from "../../../../test/support/billing.ts";
import type { TimeZone } from "../../../core/time.ts";
import { refreshBehaviour } from "./refresh.ts";
import { examples, midnights, type Example } from "./segment.golden.ts";
import { behaviourOf, judge, yearBefore } from "./segment.ts";
import { behaviourRow, invoiceOf, putInvoices } from "./testing.ts";

const today = "2026-11-21";
const days = [...new Set(examples.map((each) => each.today ?? today))];

describe("a customer who", () => {
  it.each(days)("stands in the golden table is judged by it, alone and in the store, on %s", async (day) => {
    const tenant = await TestTenant.signUp({ clock: new Clock(Date.parse(`${day}T03:00:00Z`)) });
    const ctx = await tenant.context();
    const asked = examples.filter((each) => (each.today ?? today) === day);
    const put = async (example: Example) => {
      const customerId = await addCustomer(tenant, example.what);
      const rows = example.invoices.map((fate) => invoiceOf(ctx, fate));
      await putInvoices(ctx, customerId, rows);
      await ctx.store.atomic(refreshBehaviour(ctx, [customerId]));
      const alone = judge(behaviourOf(rows, ctx.tenant.timeZone), day);
      const kept = await behaviourRow(ctx, customerId);
      return [alone, { segment: kept?.segment, evidenceOn: kept?.evidenceOn }].map((each) => [example.what, each]);
    };
    for (const example of asked) {
      const { what, segment, evidenceOn = null } = example;
      const expected = [what, { segment, evidenceOn }];
      expect(await put(example)).toEqual([expected, expected]);
    }
  });

  it.each(midnights)("pays at $paidAt is $segment in $zone (B18)", async ({ zone, paidAt, segment }) => {
    const tenant = await TestTenant.signUp({ timeZone: zone });
    const ctx = await tenant.context();
    const customerId = await addCustomer(tenant);
    const row = { ...invoiceOf(ctx, { due: "2026-11-10", paid: "2026-11-10" }), paidAt: Date.parse(paidAt) };
    await putInvoices(ctx, customerId, [row]);
    await ctx.store.atomic(refreshBehaviour(ctx, [customerId]));
    expect((await behaviourRow(ctx, customerId))?.segment).toBe(segment);
    expect(judge(behaviourOf([row], zone as TimeZone), today).segment).toBe(segment);
  });
});

it("the last twelve months begin on the day after today's date a year ago, or the last there was of its month", () => {
  expect(["2026-11-21", "2028-02-29", "2029-02-28", "2029-03-01"].map(yearBefore)).toEqual([
    ...["2025-11-21", "2027-02-28", "2028-02-28", "2028-03-01"],
  ]);
});
