import { check, index, instant, money, primaryKey, table, text } from "#dialect";
import { sql } from "drizzle-orm";
import { id, tenantId } from "../../db/columns.ts";

/**
 * The append-only journal: each row moves `amount` from the credited account to the debited one, so it balances by its
 * shape. An account is a name such as `receivable:inv_…`, `credit:cus_…`, `cash:xendit`, `sales:brd_…`, `tax:brd_…`.
 */
export const postings = table(
  "postings",
  {
    tenantId: tenantId(),
    id: id(),
    debit: text("debit").notNull(),
    credit: text("credit").notNull(),
    amount: money("amount").notNull(),
    /** What moved it: `invoice.issued`, `payment.applied` … */
    reason: text("reason").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ name: "postings_pk", columns: [t.tenantId, t.id] }),
    index("postings_debit").on(t.tenantId, t.debit, t.id),
    index("postings_credit").on(t.tenantId, t.credit, t.id),
    check("postings_amount_positive", sql`${t.amount} > 0`),
    check("postings_two_sided", sql`${t.debit} <> ${t.credit}`),
  ],
);
