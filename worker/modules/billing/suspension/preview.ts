/** Who will be suspended, when, and who not and why: judged as the task does it. */
import type { Context } from "../../../core/context.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../../core/http/page.ts";
import { daysBetween, isoInstant } from "../../../core/time.ts";
import { today } from "../invoices/issue.ts";
import { inArrearsQuery, placeOf, type ArrearsPlace, type InArrears } from "./arrears.ts";
import { policiesQuery, policyOf, scopedPolicies, type ScopedPolicy } from "./policies.ts";
import { forever, judge } from "./policy.ts";

/** Active subscriptions in arrears, the oldest first. */
export async function previewSuspensions(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 3) as ArrearsPlace | undefined;
  const [rows, policyRows] = await ctx.store.read(inArrearsQuery(ctx, { after, limit: limit + 1 }), policiesQuery(ctx));
  const policies = scopedPolicies(policyRows);
  return pageFrom(rows, limit, (row) => show(ctx, policies, row), placeOf);
}

function show(ctx: Context, policies: readonly ScopedPolicy[], row: InArrears) {
  const { subscription, customer, invoice, planName, owed, exemptUntil } = row;
  const { policy, activeFrom } = policyOf(policies, subscription.brandId);
  const moment = { zone: ctx.tenant.timeZone, nowMs: ctx.now() };
  const { verdict, at } = judge(policy, activeFrom, { owed, exemptUntil, oldestDueOn: invoice.dueOn }, moment);
  return {
    subscription: { id: subscription.id, number: subscription.number, planName },
    customer,
    invoice,
    owed,
    daysLate: daysBetween(invoice.dueOn, today(ctx)),
    verdict,
    suspendsAt: at === null ? null : isoInstant(at),
    exemptUntil: exemptUntil === forever ? null : exemptUntil,
  };
}
