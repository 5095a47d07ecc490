/** Preparing a run, a chunk of subscriptions at a time: their lines are the preview. */
import { and, asc, eq, gt, gte, isNull, lte, or } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { insertRows } from "../../../db/bulk.ts";
import { changed } from "../../audit/index.ts";
import { customers } from "../../customers/schema.ts";
import { commit, event } from "../../outbox/index.ts";
import { brands } from "../../tenancy/schema.ts";
import { draftInvoice } from "./draft.ts";
import { watchRun } from "./queue.ts";
import type { Run } from "./runs.ts";
import { countingChanges, termsChange, termsOf } from "../subscriptions/plan-change-queries.ts";
import { timeline } from "../subscriptions/terms.ts";
import { billingRunLines, billingRuns, plans, subscriptions } from "../schema.ts";

/** Subscriptions of the run beyond its cursor: active ones, and ended ones whose last days may not be billed yet. */
const isDue = ({ store }: Context, run: Run) =>
  store.own(
    subscriptions,
    gt(subscriptions.id, run.cursor),
    lte(subscriptions.nextPeriod, run.period),
    run.brandId === null ? undefined : eq(subscriptions.brandId, run.brandId),
    or(
      eq(subscriptions.state, "active"),
      // A date sorts after its month, so this leaves out those whose last month is billed.
      and(eq(subscriptions.state, "terminated"), gte(subscriptions.endsOn, subscriptions.nextPeriod)),
    ),
    isNull(customers.deletedAt),
  );

const dueQuery = (ctx: Context, run: Run, chunkSize: number) => {
  const { store } = ctx;
  return store.db
    .select({
      id: subscriptions.id,
      version: subscriptions.version,
      customerId: subscriptions.customerId,
      brandId: subscriptions.brandId,
      price: subscriptions.price,
      discount: subscriptions.discount,
      anchorDay: subscriptions.anchorDay,
      nextPeriod: subscriptions.nextPeriod,
      billFrom: subscriptions.billFrom,
      endsOn: subscriptions.endsOn,
      plan: { id: plans.id, name: plans.name, price: plans.price },
      taxRateBasisPoints: brands.taxRateBasisPoints,
      taxInclusive: brands.taxInclusive,
    })
    .from(subscriptions)
    .innerJoin(plans, store.own(plans, eq(plans.id, subscriptions.planId)))
    .innerJoin(brands, store.own(brands, eq(brands.id, subscriptions.brandId)))
    .innerJoin(customers, store.own(customers, eq(customers.id, subscriptions.customerId)))
    .where(isDue(ctx, run))
    .orderBy(asc(subscriptions.id))
    .limit(chunkSize);
};

/** The changes of plan of those very subscriptions. */
function changesQuery(ctx: Context, run: Run, chunkSize: number) {
  const { store } = ctx;
  const ids = store.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .innerJoin(customers, store.own(customers, eq(customers.id, subscriptions.customerId)))
    .where(isDue(ctx, run))
    .orderBy(asc(subscriptions.id))
    .limit(chunkSize);
  return countingChanges(ctx, ids);
}

/** Prepares the chunk beyond the run's cursor. After the last one the run is ready. */
export async function prepareChunk(ctx: Context, run: Run, chunkSize: number): Promise<void> {
  const [due, planChanged] = await ctx.store.read(dueQuery(ctx, run, chunkSize), changesQuery(ctx, run, chunkSize));
  const changesOf = Map.groupBy(planChanged, ({ change }) => change.subscriptionId);
  const lines = due.flatMap(({ id, version, customerId, brandId, plan, price, discount, ...billable }) => {
    const own = (changesOf.get(id) ?? []).map(termsChange);
    const terms = timeline(termsOf(plan, { price, discount }), own, billable.billFrom);
    const draft = draftInvoice({ ...billable, terms }, run.period);
    if (!draft) return [];
    const line = { runId: run.id, subscriptionId: id, subscriptionVersion: version, customerId, brandId };
    return [{ ...line, draft, total: draft.total, state: "ready" as const }];
  });
  const isLast = due.length < chunkSize;
  const state = isLast ? "ready" : "preparing";
  const changes = {
    state,
    cursor: isLast ? "" : (due.at(-1)?.id ?? run.cursor),
    subscriptions: run.subscriptions + lines.length,
    total: run.total + lines.reduce((sum, { total }) => sum + total, 0),
    tax: run.tax + lines.reduce((sum, { draft }) => sum + draft.tax, 0),
  } as const;
  await commit(ctx, [
    ...changed(ctx, billingRuns, run, changes, { action: isLast ? "billing_run.prepared" : "billing_run.progressed" }),
    ...(lines.length > 0 ? [insertRows(ctx.store, billingRunLines, lines)] : []),
    ...watchRun(ctx, { id: run.id, state }, run.version + 1),
    event(ctx, "billing_run.changed", { runId: run.id, state }),
  ]);
}
