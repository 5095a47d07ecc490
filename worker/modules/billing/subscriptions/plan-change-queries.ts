/** Reading changes of plan, and what a new one is decided from. */
import { desc, eq, getTableColumns, inArray, ne, type SQLWrapper } from "drizzle-orm";
import { alias } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import type { Row } from "../../../db/store.ts";
import type { Customer } from "../../customers/index.ts";
import { customers } from "../../customers/schema.ts";
import type { Brand } from "../../tenancy/index.ts";
import { brands } from "../../tenancy/schema.ts";
import type { Invoice } from "../invoices/view.ts";
import { planById, type Plan } from "../plans/plans.ts";
import { billedPeriods, invoices, planChanges, plans, subscriptions } from "../schema.ts";
import { counting, type BilledPeriod } from "./prorata.ts";
import type { Subscription } from "./subscriptions.ts";
import type { Terms, TermsChange } from "./terms.ts";

export type PlanChange = Row<typeof planChanges>;

/** Changes of plan with the plans' names and prices. */
export function planChangesQuery({ store }: Context) {
  const previous = alias(plans, "previous_plans");
  return store.db
    .select({
      change: getTableColumns(planChanges),
      plan: { id: plans.id, name: plans.name, price: plans.price },
      previousPlan: { id: previous.id, name: previous.name, price: previous.price },
    })
    .from(planChanges)
    .innerJoin(plans, store.own(plans, eq(plans.id, planChanges.planId)))
    .innerJoin(previous, store.own(previous, eq(previous.id, planChanges.previousPlanId)))
    .$dynamic();
}
export type PlanChangeRow = Awaited<ReturnType<typeof planChangesQuery>>[number];

/** The changes that count of the subscriptions that a query names. */
export const countingChanges = (ctx: Context, subscriptionIds: SQLWrapper) =>
  planChangesQuery(ctx).where(
    ctx.store.own(
      planChanges,
      inArray(planChanges.subscriptionId, subscriptionIds),
      ne(planChanges.state, "cancelled"),
    ),
  );

/** A plan's terms, with an agreed price in place of its own where there is one. */
export const termsOf = (
  plan: Pick<Plan, "id" | "name" | "price">,
  { price, discount }: { price: number | null; discount: number },
): Terms => ({ planId: plan.id, planName: plan.name, price: price ?? plan.price, discount });

/** A change as `timeline` takes it. */
export const termsChange = ({ change, plan, previousPlan }: PlanChangeRow): TermsChange => ({
  effectiveOn: change.effectiveOn,
  state: change.state === "planned" ? "planned" : "applied",
  terms: termsOf(plan, change),
  previous: termsOf(previousPlan, { price: change.previousPrice, discount: change.previousDiscount }),
});

/** What a change of plan is decided from. */
export interface Premises {
  subscription: Subscription;
  plan: Plan;
  customer: Customer;
  brand: Brand;
  /** The plan that was asked for. */
  chosen: Plan | undefined;
  /** Not the cancelled ones. */
  changes: PlanChangeRow[];
  billed: BilledPeriod[];
  /** The subscription's newest invoices, the newest first. */
  invoices: Invoice[];
}

/** As far back as changes, billed periods and invoices of one subscription are looked at. */
const reach = { changes: 100, periods: 40, invoices: 80 } as const;

/** @throws Refusal `not_found` */
export async function loadPremises(ctx: Context, id: string, planId = ""): Promise<Premises> {
  const { store } = ctx;
  const ofSubscription = store.db
    .select({ customerId: subscriptions.customerId })
    .from(subscriptions)
    .where(store.own(subscriptions, eq(subscriptions.id, id)));
  const [[found], [chosen], changes, billed, ownInvoices] = await store.read(
    store.db
      .select({
        subscription: getTableColumns(subscriptions),
        plan: getTableColumns(plans),
        customer: getTableColumns(customers),
        brand: getTableColumns(brands),
      })
      .from(subscriptions)
      .innerJoin(plans, store.own(plans, eq(plans.id, subscriptions.planId)))
      .innerJoin(customers, store.own(customers, eq(customers.id, subscriptions.customerId)))
      .innerJoin(brands, store.own(brands, eq(brands.id, subscriptions.brandId)))
      .where(store.own(subscriptions, eq(subscriptions.id, id))),
    planById(ctx, planId),
    planChangesQuery(ctx)
      .where(store.own(planChanges, eq(planChanges.subscriptionId, id), ne(planChanges.state, "cancelled")))
      .orderBy(desc(planChanges.id))
      .limit(reach.changes),
    store.db
      .select()
      .from(billedPeriods)
      .where(store.own(billedPeriods, eq(billedPeriods.subscriptionId, id)))
      .orderBy(desc(billedPeriods.period))
      .limit(reach.periods),
    store.db
      .select()
      .from(invoices)
      .where(store.own(invoices, eq(invoices.customerId, ofSubscription), eq(invoices.subscriptionId, id)))
      .orderBy(desc(invoices.id))
      .limit(reach.invoices),
  );
  if (!found) throw new Refusal("not_found");
  const isVoid = (invoiceId: string) => ownInvoices.some((each) => each.id === invoiceId && each.state === "void");
  const known = billed.map(({ spans, ...period }) => ({ ...period, spans: spans ?? [] })).reverse();
  return { ...found, chosen, changes, billed: counting(known, isVoid), invoices: ownInvoices };
}

/** A change with whose it is, to be told. @throws Refusal `not_found` */
export async function loadPlanChange(ctx: Context, id: string) {
  const { store } = ctx;
  const ofChange = store.db
    .select({ subscriptionId: planChanges.subscriptionId })
    .from(planChanges)
    .where(store.own(planChanges, eq(planChanges.id, id)));
  const [[row], [parties]] = await store.read(
    planChangeById(ctx, id),
    store.db
      .select({ customer: getTableColumns(customers), brand: getTableColumns(brands) })
      .from(subscriptions)
      .innerJoin(customers, store.own(customers, eq(customers.id, subscriptions.customerId)))
      .innerJoin(brands, store.own(brands, eq(brands.id, subscriptions.brandId)))
      .where(store.own(subscriptions, eq(subscriptions.id, ofChange))),
  );
  if (!row || !parties) throw new Refusal("not_found");
  return { ...row, ...parties };
}

/** The query for one change, for the batch that writes it. */
export const planChangeById = (ctx: Context, id: string) =>
  planChangesQuery(ctx).where(ctx.store.own(planChanges, eq(planChanges.id, id)));
