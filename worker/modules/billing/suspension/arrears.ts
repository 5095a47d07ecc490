/** What subscriptions owe: the columns by which the task, the preview and a payment judge them alike. */
import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  isNull,
  lt,
  lte,
  notExists,
  notInArray,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import { alias, type Column } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { customers } from "../../customers/schema.ts";
import { invoices, plans, subscriptions, suspensionExemptions } from "../schema.ts";
import { owedIn } from "../invoices/owed.ts";
import { within, type Scoped } from "../scope.ts";
import { forever, type SuspensionPolicy } from "./policy.ts";

/**
 * An overdue invoice concerns the subscription that it bills; one that bills none (made by hand, or by another system)
 * concerns all subscriptions of its customer.
 */
export const concerns = (subscriptionId: Column): SQL =>
  or(isNull(subscriptionId), eq(subscriptionId, subscriptions.id)) as SQL;

/** Spelled so that D1 looks subscriptions up by their customer, not along all that are active. */
export const isActive = notInArray(subscriptions.state, ["suspended", "terminated"]);

const owing = alias(invoices, "owing");
const earlier = alias(invoices, "earlier");

/** For a query of subscriptions: the due date of the oldest overdue invoice, what is overdue, the exemption's last day. */
export function arrearsColumns({ store }: Context) {
  const theirs = store.own(
    owing,
    eq(owing.customerId, subscriptions.customerId),
    eq(owing.state, "overdue"),
    concerns(owing.subscriptionId),
  );
  // As an expression, since for the least of a column D1 would walk along all that is overdue, by date.
  const oldest = store.db
    .select({ dueOn: sql`min(${owing.dueOn} || '')` })
    .from(owing)
    .where(theirs);
  const sum = store.db
    .select({ owed: sql`sum(${owedIn(owing)})` })
    .from(owing)
    .where(theirs);
  const lastDay = store.db
    .select({ until: sql`max(coalesce(${suspensionExemptions.until}, ${forever}))` })
    .from(suspensionExemptions)
    .where(
      store.own(
        suspensionExemptions,
        eq(suspensionExemptions.customerId, subscriptions.customerId),
        or(isNull(suspensionExemptions.subscriptionId), eq(suspensionExemptions.subscriptionId, subscriptions.id)),
      ),
    );
  return {
    oldestDueOn: sql<string | null>`(${oldest})`,
    owed: sql<number>`coalesce((${sum}), 0)`.mapWith(Number),
    exemptUntil: sql<string | null>`(${lastDay})`,
  };
}

/** The condition that a subscription's arrears justify its suspension: `isJustified`, in SQL, for the batch that suspends. */
export function isJustifiedNow(ctx: Context, policy: SuspensionPolicy, dueUpTo: string, today: string): SQL {
  const { oldestDueOn, owed, exemptUntil } = arrearsColumns(ctx);
  return and(
    sql`${oldestDueOn} <= ${dueUpTo}`,
    sql`${owed} >= ${Math.max(1, policy.minimumOwed)}`,
    sql`coalesce(${exemptUntil}, '') < ${today}`,
  ) as SQL;
}

/** Where a page of arrears ends. */
export type ArrearsPlace = [dueOn: string, invoiceId: string, subscriptionId: string];

interface ArrearsQuery {
  after?: ArrearsPlace | undefined;
  limit: number;
  /** Only what was due up to this date. */
  dueUpTo?: string;
  scope?: Scoped;
}

/**
 * The query for active subscriptions in arrears, each with its oldest overdue invoice, oldest first. It walks along the
 * index of overdue invoices, so that it costs by what is overdue, not by all that there is.
 */
export function inArrearsQuery(ctx: Context, { after, limit, dueUpTo, scope }: ArrearsQuery) {
  const { store } = ctx;
  const before = store.db
    .select({ id: earlier.id })
    .from(earlier)
    .where(
      store.own(
        earlier,
        eq(earlier.customerId, subscriptions.customerId),
        eq(earlier.state, "overdue"),
        concerns(earlier.subscriptionId),
        or(lt(earlier.dueOn, invoices.dueOn), and(eq(earlier.dueOn, invoices.dueOn), lt(earlier.id, invoices.id))),
      ),
    );
  const beyond =
    after &&
    or(
      gt(invoices.dueOn, after[0]),
      and(eq(invoices.dueOn, after[0]), gt(invoices.id, after[1])),
      and(eq(invoices.dueOn, after[0]), eq(invoices.id, after[1]), gt(subscriptions.id, after[2])),
    );
  return (
    store.db
      .select({
        subscription: getTableColumns(subscriptions),
        customer: { id: customers.id, number: customers.number, name: customers.name },
        invoice: { id: invoices.id, number: invoices.number, dueOn: invoices.dueOn },
        planName: plans.name,
        ...arrearsColumns(ctx),
      })
      .from(invoices)
      // Crossed, since D1 keeps that order: subscriptions are only read for an invoice that is overdue.
      .crossJoin(subscriptions)
      .crossJoin(customers)
      .crossJoin(plans)
      .where(
        and(
          store.own(
            invoices,
            eq(invoices.state, "overdue"),
            dueUpTo === undefined ? undefined : lte(invoices.dueOn, dueUpTo),
            after && sql`${invoices.dueOn} >= ${after[0]}`,
          ),
          store.own(
            subscriptions,
            eq(subscriptions.customerId, invoices.customerId),
            isActive,
            concerns(invoices.subscriptionId),
            scope && within(subscriptions.brandId, scope),
          ),
          store.own(customers, eq(customers.id, subscriptions.customerId), isNull(customers.deletedAt)),
          store.own(plans, eq(plans.id, subscriptions.planId)),
          notExists(before),
          beyond,
        ),
      )
      .orderBy(asc(invoices.dueOn), asc(invoices.id), asc(subscriptions.id))
      .limit(limit)
  );
}
export type InArrears = Awaited<ReturnType<typeof inArrearsQuery>>[number];

export const placeOf = ({ invoice, subscription }: InArrears): ArrearsPlace => [
  invoice.dueOn,
  invoice.id,
  subscription.id,
];
