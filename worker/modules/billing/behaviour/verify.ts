/** Proof that what is kept of customers' behaviour equals what it is kept from, and the way back where it does not. */
import { and, asc, eq, getTableColumns, gt, inArray, isNotNull, lte, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { addToTotals } from "../../customers/index.ts";
import { customerBehaviour, customers, customerTotals } from "../../customers/schema.ts";
import { commit } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { invoices } from "../schema.ts";
import type { Difference } from "../totals/check.ts";
import { refreshBehaviour } from "./refresh.ts";
import { behaviourOf, judge } from "./segment.ts";

/** Customers of one look; what they owe and paid is a few thousand invoices. */
const pageSize = 1000;

/**
 * Counts every customer's behaviour from its invoices, and the totals from the customers, and compares. What differs is
 * looked at once more, for it may have changed between two looks.
 */
export async function verifyBehaviour(ctx: Context): Promise<Difference[]> {
  const differences: Difference[] = [];
  for await (const range of ranges(ctx))
    if ((await compareRows(ctx, range)).length > 0) differences.push(...(await compareRows(ctx, range)));
  if ((await compareTotals(ctx)).length > 0) differences.push(...(await compareTotals(ctx)));
  return differences;
}

/** Customers by key, deleted ones too: those beyond `after` up to `last`. */
interface Range {
  after: string;
  last: string;
  ids: string[];
}

async function* ranges({ store }: Context): AsyncGenerator<Range> {
  for (let after = ""; ;) {
    const [page] = await store.read(
      store.db
        .select({ id: customers.id })
        .from(customers)
        .where(store.own(customers, gt(customers.id, after)))
        .orderBy(asc(customers.id))
        .limit(pageSize),
    );
    const last = page.at(-1)?.id;
    if (last === undefined) return;
    yield { after, last, ids: page.map(({ id }) => id) };
    after = last;
  }
}

async function compareRows(ctx: Context, { after, last }: Range): Promise<Difference[]> {
  const { store } = ctx;
  const { customerId, state, total, paid, credited, dueOn, paidAt } = invoices;
  const [rows, counted] = await store.read(
    store.db
      .select({
        customer: { id: customers.id, brandId: customers.brandId, status: customers.status },
        deletedAt: customers.deletedAt,
        kept: getTableColumns(customerBehaviour),
      })
      .from(customers)
      .leftJoin(customerBehaviour, store.own(customerBehaviour, eq(customerBehaviour.customerId, customers.id)))
      .where(store.own(customers, gt(customers.id, after), lte(customers.id, last))),
    store.db
      .select({ customerId, state, total, paid, credited, dueOn, paidAt })
      .from(invoices)
      .where(
        store.own(invoices, and(gt(customerId, after), lte(customerId, last)), inArray(state, ["paid", "overdue"])),
      ),
  );
  const byCustomer = Map.groupBy(counted, (row) => row.customerId);
  return rows.flatMap(({ customer: { id, ...customer }, deletedAt, kept }) => {
    const figures = behaviourOf(byCustomer.get(id) ?? [], ctx.tenant.timeZone);
    const should = deletedAt === null ? { ...customer, ...figures, ...judge(figures, today(ctx)) } : { segment: null };
    return differing("customer_behaviour", { customerId: id }, should, kept ?? {});
  });
}

async function compareTotals({ store }: Context): Promise<Difference[]> {
  const { segment, brandId, status, overdueCount, overdueAmount } = customerBehaviour;
  const [counted, kept] = await store.read(
    store.db
      .select({
        ...{ segment, brandId, status },
        customers: sql<number>`count(*)`.mapWith(Number),
        overdueCount: sql<number>`sum(${overdueCount})`.mapWith(Number),
        overdueAmount: sql<number>`sum(${overdueAmount})`.mapWith(Number),
      })
      .from(customerBehaviour)
      .where(store.own(customerBehaviour, isNotNull(segment)))
      .groupBy(segment, brandId, status),
    store.db.select().from(customerTotals).where(store.own(customerTotals)),
  );
  const keyOf = (row: (typeof kept)[number] | (typeof counted)[number]) =>
    JSON.stringify({ segment: row.segment, brandId: row.brandId, status: row.status });
  const sums = (row: (typeof kept)[number] | (typeof counted)[number] | undefined) => ({
    customers: row?.customers ?? 0,
    overdueCount: row?.overdueCount ?? 0,
    overdueAmount: row?.overdueAmount ?? 0,
  });
  const should = new Map(counted.map((row) => [keyOf(row), row]));
  const is = new Map(kept.map((row) => [keyOf(row), row]));
  return [...new Set([...should.keys(), ...is.keys()])].flatMap((key) =>
    differing("customer_totals", JSON.parse(key), sums(should.get(key)), sums(is.get(key))),
  );
}

type Values = Record<string, string | number | null>;

/** The one difference, if any, between what a row should be and what is kept. */
function differing(total: string, key: Record<string, string>, should: Values, is: object): Difference[] {
  const kept = is as Values;
  const sums = Object.entries(should)
    .filter(([name, value]) => value !== (kept[name] ?? null))
    .map(([name, counted]) => [name, { counted, kept: kept[name] ?? null }]);
  return sums.length === 0 ? [] : [{ total, key, sums: Object.fromEntries(sums) }];
}

/** Job: counts every customer's behaviour anew, then the totals. It may be repeated, and stopped anywhere. */
export async function rebuildBehaviour(ctx: Context): Promise<void> {
  for await (const { ids } of ranges(ctx)) await commit(ctx, refreshBehaviour(ctx, ids));
  await commit(ctx, [
    ctx.store.update(customerTotals, { customers: 0, overdueCount: 0, overdueAmount: 0 }),
    addToTotals(ctx, 1),
  ]);
}
