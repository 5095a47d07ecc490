import { and, asc, eq, getTableColumns, lt } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { changed } from "../../audit/index.ts";
import { customers } from "../../customers/schema.ts";
import { commit, event } from "../../outbox/index.ts";
import { refreshBehaviour } from "../behaviour/refresh.ts";
import { countInvoices } from "./counted.ts";
import { invoiceEvent } from "./invoices.ts";
import { today } from "./issue.ts";
import { invoices } from "../schema.ts";

const chunk = 25;

/** Marks what is past its due date, where the tenant is. Each chunk is a batch of its own, so it may stop anywhere. */
export async function markOverdue(ctx: Context): Promise<number> {
  const { store } = ctx;
  for (let marked = 0; ;) {
    const [rows] = await store.read(
      store.db
        .select({ invoice: getTableColumns(invoices), customer: { name: customers.name } })
        .from(invoices)
        .innerJoin(customers, store.own(customers, eq(customers.id, invoices.customerId)))
        .where(store.own(invoices, and(eq(invoices.state, "awaiting_payment"), lt(invoices.dueOn, today(ctx)))))
        .orderBy(asc(invoices.dueOn), asc(invoices.id))
        .limit(chunk),
    );
    if (rows.length === 0) return marked;
    await commit(ctx, [
      ...rows.flatMap(({ invoice, customer }) => [
        ...changed(ctx, invoices, invoice, { state: "overdue" }, { action: "invoice.overdue" }),
        event(ctx, "invoice.overdue", invoiceEvent(invoice, customer)),
      ]),
      ...countInvoices(
        ctx,
        rows.map(({ invoice }) => ({ before: invoice, after: { ...invoice, state: "overdue" } })),
      ),
      ...refreshBehaviour(
        ctx,
        rows.map(({ invoice }) => invoice.customerId),
      ),
    ]);
    marked += rows.length;
  }
}
