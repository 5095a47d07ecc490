/** What invoices, subscriptions and payments add to the company's counters (`worker/db/counters.ts`) and totals. */
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { addToCounters, type Counted } from "../../../db/counters.ts";
import { countDays, type CountedSubscription } from "../subscriptions/days.ts";
import { totalInvoices, totalReceived, type InvoiceChange, type TotalledInvoice } from "../totals/keep.ts";
import { addToDay } from "./issue.ts";
import { owedOf } from "./owed.ts";

const owed = ({ state, ...amounts }: TotalledInvoice, sign: 1 | -1): Counted[] =>
  state === "awaiting_payment" || state === "overdue"
    ? [{ name: `invoices.${state}`, count: sign, amount: sign * owedOf(amounts) }]
    : [];

/** The statements that count what invoices were, if they were there before, and what they become. */
export const countInvoices = (ctx: Context, list: readonly InvoiceChange[]): Statement[] => [
  ...addToCounters(
    ctx.store,
    list.flatMap(({ before, after }) => [...(before ? owed(before, -1) : []), ...owed(after, 1)]),
  ),
  ...totalInvoices(ctx, list),
];

/** The statements that count money received for an invoice, by its day and by the way it came. */
export const countReceived = (
  ctx: Context,
  received: { receivedOn: string; brandId: string; method: string; amount: number },
): Statement[] => [
  addToDay(ctx, { date: received.receivedOn, brandId: received.brandId, paidCount: 1, paidAmount: received.amount }),
  ...totalReceived(ctx, received),
];

/**
 * The statements that count subscriptions: how many are active now, and what started, ended and paused on which day. `after` need only
 * name what changes.
 */
export const countSubscriptions = (
  ctx: Context,
  list: readonly (
    { before?: undefined; after: CountedSubscription } | { before: CountedSubscription; after: object }
  )[],
): Statement[] => {
  const changes = list.map(({ before, after }) => ({ before, after: { ...before, ...after } as CountedSubscription }));
  const active = (each: CountedSubscription | undefined) => (each?.state === "active" ? 1 : 0);
  const change = changes.reduce((sum, { before, after }) => sum + active(after) - active(before), 0);
  return [...addToCounters(ctx.store, [{ name: "subscriptions.active", count: change }]), ...countDays(ctx, changes)];
};

/** Counts a payment that somebody should look at (1), or has looked at (-1). */
export const countAlert = (
  ctx: Context,
  { alert, amount }: { alert: string | null; amount: number },
  sign: 1 | -1 = 1,
): Statement[] =>
  alert === null ? [] : addToCounters(ctx.store, [{ name: "payments.alerts", count: sign, amount: sign * amount }]);
