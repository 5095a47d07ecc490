/** The preview of a run, line by line, and what became of each. */
import { and, asc, eq, getTableColumns, gt, gte, or } from "drizzle-orm";
import type { Results, Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import type { Row } from "../../../db/store.ts";
import { matchTerms } from "../../customers/index.ts";
import { customers, customerTerms } from "../../customers/schema.ts";
import type { RunLineQuery } from "./inputs.ts";
import { loadRun, runById } from "./runs.ts";
import { billingRunLines, subscriptions } from "../schema.ts";

/** Lines in the order of their subscriptions, or of the customers' words that `q` finds. */
export const listRunLines = (ctx: Context, runId: string, query: RunLineQuery) =>
  query.q ? search(ctx, runId, query) : browse(ctx, runId, query);

const shown = {
  line: getTableColumns(billingRunLines),
  subscriptionNumber: subscriptions.number,
  customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
};

const conditions = (runId: string, { state }: RunLineQuery) => [
  eq(billingRunLines.runId, runId),
  state === undefined ? undefined : eq(billingRunLines.state, state),
];

/** The rows of a query for a run's lines. @throws Refusal `not_found` where there is no such run */
async function read<Q extends Statement>(ctx: Context, runId: string, query: Q): Promise<Results<[Q]>[0]> {
  const [[run], rows] = await ctx.store.read(runById(ctx, runId), query);
  if (!run) throw new Refusal("not_found");
  return rows as Results<[Q]>[0];
}

async function browse(ctx: Context, runId: string, query: RunLineQuery) {
  const { store } = ctx;
  const after = decodeCursor(query.cursor, 1);
  const rows = await read(
    ctx,
    runId,
    store.db
      .select(shown)
      .from(billingRunLines)
      .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, billingRunLines.subscriptionId)))
      .innerJoin(customers, store.own(customers, eq(customers.id, billingRunLines.customerId)))
      .where(
        store.own(
          billingRunLines,
          ...conditions(runId, query),
          after && gt(billingRunLines.subscriptionId, String(after[0])),
        ),
      )
      .orderBy(asc(billingRunLines.subscriptionId))
      .limit(query.limit + 1),
  );
  return pageFrom(rows, query.limit, showLine, ({ line }) => [line.subscriptionId]);
}

async function search(ctx: Context, runId: string, query: RunLineQuery) {
  const { store } = ctx;
  const found = matchTerms(ctx, query.q ?? "");
  if (!found) {
    await loadRun(ctx, runId);
    return { data: [], nextCursor: null };
  }
  const { term, customerId } = customerTerms;
  const after = decodeCursor(query.cursor, 3) as [string, string, string] | undefined;
  const rows = await read(
    ctx,
    runId,
    store.db
      .select({ ...shown, term })
      .from(customerTerms)
      .innerJoin(customers, store.own(customers, eq(customers.id, customerId)))
      .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.customerId, customerId)))
      .innerJoin(
        billingRunLines,
        store.own(billingRunLines, eq(billingRunLines.subscriptionId, subscriptions.id), ...conditions(runId, query)),
      )
      .where(
        and(
          found,
          after && gte(term, after[0]),
          after &&
            or(
              gt(term, after[0]),
              and(eq(term, after[0]), gt(customerId, after[1])),
              and(eq(term, after[0]), eq(customerId, after[1]), gt(subscriptions.id, after[2])),
            ),
        ),
      )
      .orderBy(asc(term), asc(customerId), asc(subscriptions.id))
      .limit(query.limit + 1),
  );
  return pageFrom(rows, query.limit, showLine, (row) => [row.term, row.customer.id, row.line.subscriptionId]);
}

interface LineRow {
  line: Row<typeof billingRunLines>;
  subscriptionNumber: number;
  customer: { id: string; number: number; name: string; deletedAt: number | null };
}

const showLine = ({ line: { draft, ...line }, subscriptionNumber, customer: { deletedAt, ...customer } }: LineRow) => ({
  ...draft,
  ...line,
  subscriptionNumber,
  customer: deletedAt === null ? customer : null,
});
