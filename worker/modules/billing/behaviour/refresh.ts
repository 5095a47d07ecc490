/**
 * What changes customers' behaviour, in the batch of what causes it. A customer's invoices are few and found by key, so they
 * are counted anew rather than added to and taken from: nothing can drift, whoever came first.
 */
import { and, asc, eq, isNotNull, lte, or, sql, type SQL } from "drizzle-orm";
import { utcMidnight, type Statement } from "#dialect";
import type { Context, DayContext } from "../../../core/context.ts";
import { startOfDate } from "../../../core/time.ts";
import { behaviourParts, givenCustomers } from "../../customers/index.ts";
import { customerBehaviour, customers } from "../../customers/schema.ts";
import { commit } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { owed } from "../invoices/owed.ts";
import { invoices } from "../schema.ts";
import { yearBefore } from "./segment.ts";

const dayMs = 86_400_000;

/** The statements that judge customers anew; they stand behind the changes of their invoices in the same batch. */
export const refreshBehaviour = (ctx: DayContext, customerIds: readonly string[]): Statement[] =>
  behaviourParts(ctx, customerIds, customerIds.length === 0 ? [] : [recount(ctx, customerIds)]);

/** `behaviourOf` and `judge` of `segment.ts`, for many customers at once. */
function recount(ctx: DayContext, customerIds: readonly string[]): Statement {
  const { store } = ctx;
  const given = givenCustomers(customerIds);
  const figures = figuresOf(ctx, customerIds);
  const since = yearBefore(today(ctx));
  const isLate = sql`${figures.lastLateOn} > ${since}`;
  const isOnTime = sql`${figures.lastOnTimeOn} > ${since}`;
  const segment = sql`case when ${figures.overdueCount} > 0 then 'in_arrears' when ${isLate} then 'late_payer' when ${isOnTime} then 'loyal' else 'new' end`;
  return store.db
    .update(customerBehaviour)
    .set({
      overdueCount: sql`${figures.overdueCount}`,
      overdueAmount: sql`${figures.overdueAmount}`,
      paidOnTimeCount: sql`${figures.paidOnTimeCount}`,
      paidLateCount: sql`${figures.paidLateCount}`,
      lastOnTimeOn: sql`${figures.lastOnTimeOn}`,
      lastLateOn: sql`${figures.lastLateOn}`,
      segment,
      since: sql`case when ${customerBehaviour.segment} = ${segment} then ${customerBehaviour.since} else ${today(ctx)} end`,
      evidenceOn: sql`case when ${figures.overdueCount} > 0 then null when ${isLate} then ${figures.lastLateOn} when ${isOnTime} then ${figures.lastOnTimeOn} end`,
    })
    .from(given.from)
    .innerJoin(figures, eq(figures.customerId, given.id))
    .where(
      store.own(customerBehaviour, eq(customerBehaviour.customerId, given.id), isNotNull(customerBehaviour.segment)),
    ) as unknown as Statement;
}

function figuresOf({ store, tenant }: DayContext, customerIds: readonly string[]) {
  const given = givenCustomers(customerIds);
  const { state, paid, paidAt, dueOn } = invoices;
  const isOverdue = sql`${state} = 'overdue'`;
  // The day after the due date begins this long after its midnight in UTC.
  const graceMs = dayMs + startOfDate(tenant.timeZone, "1970-01-01");
  const isLate = sql`${state} = 'paid' and coalesce(${paidAt}, 0) >= ${utcMidnight(dueOn)} + ${graceMs}`;
  const isOnTime = sql`${state} = 'paid' and coalesce(${paidAt}, 0) < ${utcMidnight(dueOn)} + ${graceMs}`;
  const howMany = (which: SQL) => sql<number>`sum(case when ${which} then 1 else 0 end)`;
  const youngest = (which: SQL) => sql<string | null>`max(case when ${which} then ${dueOn} end)`;
  return store.db
    .select({
      customerId: customers.id,
      overdueCount: howMany(isOverdue).as("found_overdue_count"),
      overdueAmount: sql<number>`sum(case when ${isOverdue} then ${owed} else 0 end)`.as("found_amount"),
      paidOnTimeCount: howMany(isOnTime).as("found_on_time_count"),
      paidLateCount: howMany(isLate).as("found_late_count"),
      lastOnTimeOn: youngest(isOnTime).as("found_on_time_on"),
      lastLateOn: youngest(isLate).as("found_late_on"),
    })
    .from(given.from)
    .crossJoin(customers)
    .leftJoin(
      invoices,
      store.own(
        invoices,
        eq(invoices.customerId, customers.id),
        or(eq(state, "overdue"), and(eq(state, "paid"), sql`${paid} > 0`)),
      ),
    )
    .where(store.own(customers, eq(customers.id, given.id)))
    .groupBy(customers.id)
    .as("figures");
}

const chunk = 500;

/**
 * Judges anew whom only the passing of time has moved: what put them where they are is a year old. Found by the index on
 * that date; each chunk is a batch of its own, so it may stop anywhere. @returns how many
 */
export async function lapseSegments(ctx: Context): Promise<number> {
  const { store } = ctx;
  const { customerId, evidenceOn } = customerBehaviour;
  for (let moved = 0; ;) {
    const [rows] = await store.read(
      store.db
        .select({ customerId })
        .from(customerBehaviour)
        .where(
          store.own(
            customerBehaviour,
            // Spelled out, since a partial index serves only what names its condition.
            isNotNull(evidenceOn),
            lte(evidenceOn, yearBefore(today(ctx))),
          ),
        )
        .orderBy(asc(evidenceOn))
        .limit(chunk),
    );
    if (rows.length === 0) return moved;
    await commit(
      ctx,
      refreshBehaviour(
        ctx,
        rows.map((row) => row.customerId),
      ),
    );
    moved += rows.length;
  }
}
