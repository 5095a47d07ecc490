/** What a change of plan costs for days that are billed already: an invoice over the difference, or credit notes. */
import { and, eq } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { addDays } from "../../../core/time.ts";
import type { Part } from "../../outbox/index.ts";
import { creditNoteParts } from "../credits/credit-notes.ts";
import { invoiceAmounts } from "../invoices/amounts.ts";
import { dueOnOf, newInvoiceParts } from "../invoices/invoices.ts";
import { billedPeriods } from "../schema.ts";
import { invoiceTakes } from "../states.ts";
import { daysOf, type Span } from "./periods.ts";
import type { Premises } from "./plan-change-queries.ts";
import { creditsFor, describeSettled, differenceItems, rebilled, settle, type Credit } from "./prorata.ts";
import type { Terms } from "./terms.ts";

/** What is to be done about billed days. */
export interface Settled {
  days: Span;
  next: Terms;
  settlement: ReturnType<typeof settle>;
  invoice: (ReturnType<typeof invoiceAmounts> & ReturnType<typeof differenceItems> & { dueOn: string }) | undefined;
  credits: Credit[];
  /** Rupiah, tax included: above 0 it is invoiced, below 0 credited. */
  difference: number;
}

/** Decides what it costs that the billed days within `days` are on the terms `next`. */
export function settled(ctx: Context, { billed, brand, invoices }: Premises, days: Span, next: Terms): Settled {
  const settlement = settle(billed, days, next);
  const lines = settlement.difference > 0 ? differenceItems(settlement) : undefined;
  const invoice = lines && { ...lines, ...invoiceAmounts({ ...lines, ...brand }), dueOn: dueOnOf(ctx) };
  const concerned = new Set(settlement.spans.flatMap(({ invoiceIds }) => invoiceIds));
  const credits =
    settlement.difference < 0
      ? creditsFor(
          -settlement.difference,
          invoices.filter(({ id, state }) => concerned.has(id) && invoiceTakes(state, "credit")),
        )
      : [];
  const difference = invoice?.total ?? -credits.reduce((sum, { amount }) => sum + amount, 0);
  return { days, next, settlement, invoice, credits, difference };
}

/** The batch of what was decided. @returns the invoice's id, where there is one */
export function settledParts(
  ctx: Context,
  premises: Premises,
  decided: Settled,
): { invoiceId?: string; parts: Part[] } {
  const { settlement, invoice, credits } = decided;
  const { subscription, customer, brand } = premises;
  if (!invoice) {
    const reason = settlement.spans.map(describeSettled).join("; ");
    const notes = credits.flatMap(({ invoiceId, amount }) => {
      const credited = premises.invoices.find(({ id }) => id === invoiceId);
      return credited
        ? creditNoteParts(ctx, { invoice: credited, customer, amount, reason, cause: "plan_change" }).parts
        : [];
    });
    return { parts: [...notes, ...spanParts(ctx, premises, decided)] };
  }
  const invoiceId = ctx.id("inv");
  const { items, discount, dueOn } = invoice;
  const period = settlement.spans[0]?.period;
  const parts = newInvoiceParts(
    ctx,
    invoiceId,
    { customer, brand },
    { items, discount, dueOn, period, subscriptionId: subscription.id },
  );
  return { invoiceId, parts: [...parts, ...spanParts(ctx, premises, decided, invoiceId)] };
}

/** What is known of the billed days from now on. */
function spanParts(ctx: Context, premises: Premises, { settlement, days, next }: Settled, invoiceId?: string): Part[] {
  const { id } = premises.subscription;
  const touched = new Set(settlement.spans.map(({ invoiceIds }) => invoiceIds.at(-1)));
  return premises.billed
    .filter((period) => touched.has(period.invoiceId))
    .map(({ period, spans }) =>
      ctx.store.update(
        billedPeriods,
        { spans: rebilled(spans, days, next, invoiceId) },
        and(eq(billedPeriods.subscriptionId, id), eq(billedPeriods.period, period)),
      ),
    );
}

/** What was decided, as the API shows it. */
export const showSettled = ({ settlement, invoice, credits, difference }: Settled) => ({
  days: settlement.spans.map(({ period, served, whole, givenBack, charged }) => ({
    period,
    from: served.start,
    until: addDays(served.end, -1),
    days: daysOf(served),
    periodDays: daysOf(whole),
    givenBack,
    charged,
  })),
  givenBack: settlement.givenBack,
  charged: settlement.charged,
  difference,
  invoice: invoice ?? null,
  credits,
});
