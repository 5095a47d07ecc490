/** What invoices, subscriptions and payments add to the company's counters (`worker/db/counters.ts`). */
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { addToCounters, type Counted } from "../../../db/counters.ts";
import { owedOf } from "./owed.ts";

interface Owed {
  state: string;
  total: number;
  paid: number;
  credited: number;
}

const owed = ({ state, ...amounts }: Owed, sign: 1 | -1): Counted[] =>
  state === "awaiting_payment" || state === "overdue"
    ? [{ name: `invoices.${state}`, count: sign, amount: sign * owedOf(amounts) }]
    : [];

/** The statement that counts what invoices were, if they were there before, and what they become. */
export const countInvoices = (ctx: Context, list: readonly { before?: Owed; after: Owed }[]): Statement[] =>
  addToCounters(
    ctx.store,
    list.flatMap(({ before, after }) => [...(before ? owed(before, -1) : []), ...owed(after, 1)]),
  );

/** The same for subscriptions' states. */
export const countSubscriptions = (
  ctx: Context,
  list: readonly { before?: { state: string }; after: { state?: unknown } }[],
): Statement[] => {
  const active = (state: unknown) => (state === "active" ? 1 : 0);
  const change = list.reduce(
    (sum, { before, after }) => sum + active(after.state ?? before?.state) - active(before?.state),
    0,
  );
  return addToCounters(ctx.store, [{ name: "subscriptions.active", count: change }]);
};

/** Counts a payment that somebody should look at (1), or has looked at (-1). */
export const countAlert = (
  ctx: Context,
  { alert, amount }: { alert: string | null; amount: number },
  sign: 1 | -1 = 1,
): Statement[] =>
  alert === null ? [] : addToCounters(ctx.store, [{ name: "payments.alerts", count: sign, amount: sign * amount }]);
