/** Proof that what is kept up equals what it is kept up from, and the way back where it does not. */
import { and, asc, eq, getTableColumns, gt, inArray, lte } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { addToTotals } from "../../customers/index.ts";
import { customerBehaviour, customers, customerTotals, type Segment } from "../../customers/schema.ts";
import { commit } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { invoices } from "../schema.ts";
import { refreshBehaviour } from "./refresh.ts";
import { behaviourOf, judge } from "./segment.ts";

/** A thing that is kept up, as it should be and as it is. */
export interface Difference {
  what: string;
  expected: unknown;
  found: unknown;
}

/** As many are told; the rest is only counted. */
const mostTold = 100;
const pageSize = 250;

export interface Verification {
  customers: number;
  differences: number;
  told: Difference[];
}

/**
 * Counts every customer's behaviour from its invoices, and the totals from the customers, and compares. It reads all of
 * them, a page at a time; what changes meanwhile may be told as a difference.
 */
export async function verifyBehaviour(ctx: Context): Promise<Verification> {
  const result: Verification = { customers: 0, differences: 0, told: [] };
  const compare = (what: string, expected: unknown, found: unknown) => {
    if (JSON.stringify(expected) === JSON.stringify(found)) return;
    result.differences += 1;
    if (result.told.length < mostTold) result.told.push({ what, expected, found });
  };
  const totals = new Map<string, number[]>();
  for await (const { customer, kept, invoices: own } of everyCustomer(ctx)) {
    result.customers += 1;
    const figures = behaviourOf(own, ctx.tenant.timeZone);
    const judged = judge(figures, today(ctx));
    const expected = { brandId: customer.brandId, status: customer.status, ...figures, ...judged };
    if (customer.deletedAt !== null) {
      compare(customer.id, null, kept?.segment ?? null);
      continue;
    }
    compare(customer.id, expected, kept && picked(kept, Object.keys(expected)));
    addTo(totals, keyOf({ ...customer, ...judged }), [1, figures.overdueCount, figures.overdueAmount]);
  }
  const [rows] = await ctx.store.read(ctx.store.db.select().from(customerTotals).where(ctx.store.own(customerTotals)));
  const found = new Map(rows.map((row) => [keyOf(row), [row.customers, row.overdueCount, row.overdueAmount]]));
  for (const key of new Set([...totals.keys(), ...found.keys()]))
    compare(key, totals.get(key) ?? [0, 0, 0], found.get(key) ?? [0, 0, 0]);
  return result;
}

const keyOf = ({ segment, brandId, status }: { segment: Segment; brandId: string; status: string }): string =>
  `${segment} ${brandId} ${status}`;

const picked = (row: object, keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, (row as Record<string, unknown>)[key]]));

function addTo(totals: Map<string, number[]>, key: string, more: number[]): void {
  const before = totals.get(key) ?? more.map(() => 0);
  totals.set(
    key,
    before.map((value, place) => value + (more[place] ?? 0)),
  );
}

/** All customers by key, each with its row and what of its invoices counts. */
async function* everyCustomer({ store }: Context) {
  for (let after = ""; ;) {
    const [page] = await store.read(
      store.db
        .select({
          customer: {
            id: customers.id,
            brandId: customers.brandId,
            status: customers.status,
            deletedAt: customers.deletedAt,
          },
          kept: getTableColumns(customerBehaviour),
        })
        .from(customers)
        .leftJoin(customerBehaviour, store.own(customerBehaviour, eq(customerBehaviour.customerId, customers.id)))
        .where(store.own(customers, gt(customers.id, after)))
        .orderBy(asc(customers.id))
        .limit(pageSize),
    );
    const last = page.at(-1)?.customer.id;
    if (last === undefined) return;
    const { customerId, state, total, paid, dueOn, paidAt } = invoices;
    const [counted] = await store.read(
      store.db
        .select({ customerId, state, total, paid, dueOn, paidAt })
        .from(invoices)
        .where(
          store.own(
            invoices,
            and(gt(customerId, after), lte(customerId, last)),
            inArray(state, ["paid", "overdue"]),
          ),
        ),
    );
    const byCustomer = Map.groupBy(counted, (row) => row.customerId);
    for (const row of page) yield { ...row, invoices: byCustomer.get(row.customer.id) ?? [] };
    after = last;
  }
}

/** Job: counts every customer's behaviour anew, then the totals. It may be repeated, and stopped anywhere. */
export async function rebuildBehaviour(ctx: Context): Promise<void> {
  const { store } = ctx;
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
    if (last === undefined) break;
    await commit(
      ctx,
      refreshBehaviour(
        ctx,
        page.map(({ id }) => id),
      ),
    );
    after = last;
  }
  await commit(ctx, [
    store.update(customerTotals, { customers: 0, overdueCount: 0, overdueAmount: 0 }),
    addToTotals(ctx, 1),
  ]);
}
