/** The preview of a run, line by line, and what became of each. */
import { asc, eq, getTableColumns, gt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { customers } from "../customers/schema.ts";
import type { RunLineQuery } from "./run-inputs.ts";
import { loadRun } from "./runs.ts";
import { billingRunLines, subscriptions } from "./schema.ts";

/** Lines in the order of their subscriptions. */
export async function listRunLines(ctx: Context, runId: string, { state, limit, cursor }: RunLineQuery) {
  await loadRun(ctx, runId);
  const { store } = ctx;
  const after = decodeCursor(cursor, 1);
  const [rows] = await store.read(
    store.db
      .select({
        line: getTableColumns(billingRunLines),
        subscriptionNumber: subscriptions.number,
        customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
      })
      .from(billingRunLines)
      .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, billingRunLines.subscriptionId)))
      .innerJoin(customers, store.own(customers, eq(customers.id, billingRunLines.customerId)))
      .where(
        store.own(
          billingRunLines,
          eq(billingRunLines.runId, runId),
          state === undefined ? undefined : eq(billingRunLines.state, state),
          after && gt(billingRunLines.subscriptionId, String(after[0])),
        ),
      )
      .orderBy(asc(billingRunLines.subscriptionId))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    ({ line: { draft, ...line }, subscriptionNumber, customer: { deletedAt, ...customer } }) => ({
      ...draft,
      ...line,
      subscriptionNumber,
      customer: deletedAt === null ? customer : null,
    }),
    ({ line }) => [line.subscriptionId],
  );
}
