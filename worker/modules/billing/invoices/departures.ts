import { eq, getTableColumns, inArray } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { customers } from "../../customers/schema.ts";
import { commit } from "../../outbox/index.ts";
import { removalParts, voidParts } from "./invoices.ts";
import { invoices } from "../schema.ts";

const chunk = 20;

/** After a customer was deleted: drafts go, unpaid invoices become void. Safe to repeat; each chunk is a batch of its own. */
export async function closeAccount(ctx: Context, customerId: string): Promise<void> {
  const { store } = ctx;
  for (;;) {
    const [rows] = await store.read(
      store.db
        .select({ invoice: getTableColumns(invoices), customer: getTableColumns(customers) })
        .from(invoices)
        .innerJoin(customers, store.own(customers, eq(customers.id, invoices.customerId)))
        .where(
          store.own(
            invoices,
            eq(invoices.customerId, customerId),
            inArray(invoices.state, ["draft", "awaiting_payment", "overdue"]),
          ),
        )
        .limit(chunk),
    );
    if (rows.length === 0) return;
    await commit(
      ctx,
      rows.flatMap(({ invoice, customer }) =>
        invoice.state === "draft" ? removalParts(ctx, invoice) : voidParts(ctx, invoice, customer),
      ),
    );
  }
}
