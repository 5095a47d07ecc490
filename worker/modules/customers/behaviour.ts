/**
 * The row that says how a customer pays, and the totals over these rows. Whoever changes a row does it here, so that the
 * totals follow in the same batch. What stands in a row is decided in `billing/behaviour`.
 */
import { eq, isNotNull, sql, type SQL } from "drizzle-orm";
import { jsonSource, type Column, type Statement } from "#dialect";
import type { DayContext } from "../../core/context.ts";
import { dateIn } from "../../core/time.ts";
import { customerBehaviour, customers, customerTotals } from "./schema.ts";

/**
 * The statements that keep customers' rows in step with the customers, change them by `changes`, and move the totals. Part
 * of the batch, behind whatever they follow. Safe to race and to repeat: each row is held until the batch is written, taken
 * out of the totals as it was, and put in again as it then is.
 * @param changes statements that change rows of these customers, and none of `segment` null
 */
export function behaviourParts(
  ctx: DayContext,
  customerIds: readonly string[],
  changes: readonly Statement[] = [],
): Statement[] {
  if (customerIds.length === 0) return [];
  return [
    holdRows(ctx, customerIds),
    addToTotals(ctx, -1, customerIds),
    followCustomers(ctx, customerIds),
    ...changes,
    addToTotals(ctx, 1, customerIds),
  ];
}

/** Customers as a source of a query: read first, so that theirs alone are looked up, by key (D1 would scan the company). */
export function givenCustomers(customerIds: readonly string[]): { from: SQL; id: SQL } {
  const rows = [...new Set(customerIds)].map((customerId) => ({ customerId }));
  const { from, field } = jsonSource(customerBehaviour, rows);
  return { from, id: field("customerId") };
}

/** Adds the rows that are missing, not counted yet, and holds those that are there: by order of id, so that none waits in a ring. */
function holdRows({ store, tenant, now }: DayContext, ids: readonly string[]): Statement {
  const given = givenCustomers(ids);
  const rows = store.db
    .select({
      tenantId: customers.tenantId,
      customerId: customers.id,
      brandId: customers.brandId,
      status: customers.status,
      segment: sql`null`,
      since: sql`${dateIn(tenant.timeZone, now())}`,
      overdueCount: sql`0`,
      overdueAmount: sql`0`,
      paidOnTimeCount: sql`0`,
      paidLateCount: sql`0`,
      lastOnTimeOn: sql`null`,
      lastLateOn: sql`null`,
      evidenceOn: sql`null`,
    })
    .from(given.from)
    .crossJoin(customers)
    .where(store.own(customers, eq(customers.id, given.id)))
    .orderBy(given.id);
  return store.db
    .insert(customerBehaviour)
    .select(rows as never)
    .onConflictDoUpdate({
      target: [customerBehaviour.tenantId, customerBehaviour.customerId],
      set: { since: sql`${customerBehaviour.since}` },
    });
}

/** Brand and status as the customer has them; a new one is counted from now on, one that was deleted no longer. */
function followCustomers({ store }: DayContext, ids: readonly string[]): Statement {
  const given = givenCustomers(ids);
  const { brandId, status, segment, evidenceOn, customerId } = customerBehaviour;
  const isThere = sql`${customers.deletedAt} is null`;
  return store.db
    .update(customerBehaviour)
    .set({
      brandId: sql`${customers.brandId}`,
      status: sql`${customers.status}`,
      segment: sql`case when ${isThere} then coalesce(${segment}, 'new') end`,
      evidenceOn: sql`case when ${isThere} then ${evidenceOn} end`,
    })
    .from(given.from)
    .innerJoin(customers, store.own(customers, eq(customers.id, given.id)))
    .where(
      store.own(
        customerBehaviour,
        eq(customerId, given.id),
        sql`(${brandId} <> ${customers.brandId} or ${status} <> ${customers.status} or (${segment} is null) = (${isThere}))`,
      ),
    ) as unknown as Statement;
}

/** The statement that adds rows to the totals, or takes them out: of some customers, or all. */
export function addToTotals({ store }: DayContext, sign: 1 | -1, customerIds?: readonly string[]): Statement {
  const { tenantId, segment, brandId, status, overdueCount, overdueAmount } = customerBehaviour;
  const signed = sql.raw(sign === 1 ? "" : "-");
  const given = customerIds && givenCustomers(customerIds);
  const picked = store.db.select({
    tenantId,
    segment,
    brandId,
    status,
    customers: sql`${signed}count(*)`,
    overdueCount: sql`${signed}sum(${overdueCount})`,
    overdueAmount: sql`${signed}sum(${overdueAmount})`,
  });
  const rows = given ? picked.from(given.from).crossJoin(customerBehaviour) : picked.from(customerBehaviour);
  const sums = (rows as ReturnType<typeof picked.from<typeof customerBehaviour>>)
    .where(store.own(customerBehaviour, given && eq(customerBehaviour.customerId, given.id), isNotNull(segment)))
    .groupBy(tenantId, segment, brandId, status)
    .orderBy(segment, brandId, status);
  const more = (column: Column) => sql`${column} + excluded.${sql.identifier(column.name)}`;
  return store.db
    .insert(customerTotals)
    .select(sums as never)
    .onConflictDoUpdate({
      target: [customerTotals.tenantId, customerTotals.segment, customerTotals.brandId, customerTotals.status],
      set: {
        customers: more(customerTotals.customers),
        overdueCount: more(customerTotals.overdueCount),
        overdueAmount: more(customerTotals.overdueAmount),
      },
    });
}
