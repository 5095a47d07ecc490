/** Numbers that people read: per tenant and series, without gaps, because they rise in the batch of what bears them. */
import { and, eq, sql, type SQL } from "drizzle-orm";
import { count, primaryKey, table, text, type Statement } from "#dialect";
import { tenantId } from "./columns.ts";
import type { TenantStore } from "./store.ts";

export const sequences = table(
  "sequences",
  { tenantId: tenantId(), series: text("series").notNull(), value: count("value").notNull() },
  (t) => [primaryKey({ name: "sequences_pk", columns: [t.tenantId, t.series] })],
);

/** A statement that raises a series by `amount`, creating it on first use. Put it before the row that bears the number. */
export function raiseSequence(store: TenantStore, series: string, amount = 1): Statement {
  return store.db
    .insert(sequences)
    .values({ tenantId: store.tenantId, series, value: amount })
    .onConflictDoUpdate({
      target: [sequences.tenantId, sequences.series],
      set: { value: sql`${sequences.value} + ${amount}` },
    });
}

/** The series' last number, as a value for a later statement of the same batch. */
export function lastNumber(store: TenantStore, series: string): SQL<number> {
  const query = store.db
    .select({ value: sequences.value })
    .from(sequences)
    .where(and(eq(sequences.tenantId, store.tenantId), eq(sequences.series, series)));
  return sql`${query}`;
}
