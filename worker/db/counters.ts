/** How many there are, and of how much: kept up in the batch of each change, so that a page shows totals without adding up. */
import { sql } from "drizzle-orm";
import { count, money, primaryKey, table, text, type Statement } from "#dialect";
import { tenantId } from "./columns.ts";
import type { TenantStore } from "./store.ts";

export const counters = table(
  "counters",
  {
    tenantId: tenantId(),
    name: text("name").notNull(),
    count: count("count").notNull(),
    amount: money("amount").notNull(),
  },
  (t) => [primaryKey({ name: "counters_pk", columns: [t.tenantId, t.name] })],
);

export const counterNames = [
  "customers",
  "subscriptions.active",
  "invoices.awaiting_payment",
  "invoices.overdue",
  "payments.alerts",
] as const;
export type CounterName = (typeof counterNames)[number];

/** What a batch adds to a counter; negative where it takes away. */
export interface Counted {
  name: CounterName;
  count: number;
  /** Rupiah. */
  amount?: number;
}

/** The statement that adds to counters, or none when nothing changes. Put it into the batch of what it counts. */
export function addToCounters(store: TenantStore, list: readonly Counted[]): Statement[] {
  const rows = counterNames.flatMap((name) => {
    const own = list.filter((each) => each.name === name);
    const sum = { count: 0, amount: 0 };
    for (const { count: more, amount = 0 } of own) {
      sum.count += more;
      sum.amount += amount;
    }
    return sum.count === 0 && sum.amount === 0 ? [] : [{ tenantId: store.tenantId, name, ...sum }];
  });
  if (rows.length === 0) return [];
  return [
    store.db
      .insert(counters)
      .values(rows)
      .onConflictDoUpdate({
        target: [counters.tenantId, counters.name],
        set: { count: sql`${counters.count} + excluded."count"`, amount: sql`${counters.amount} + excluded."amount"` },
      }),
  ];
}
