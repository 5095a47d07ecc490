/** For tests: companies whose subscriptions have every shape that billing has to cope with. */
import { eq } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { addDays, addMonths, daysBetween } from "../../../core/time.ts";
import { insertRows, type BulkRow } from "../../../db/bulk.ts";
import type { TenantTable } from "../../../db/store.ts";
import { customers } from "../../customers/schema.ts";
import { brands } from "../../tenancy/schema.ts";
import { planChanges, plans, subscriptions } from "../schema.ts";
import { periodBounds } from "../subscriptions/periods.ts";

/** The day on which these companies are. */
export const shapesToday = "2026-11-21";

const prices = [0, 1, 99_999, 150_000, 350_000, 1_000_000_000];
const taxes = [
  { taxRateBasisPoints: 0, taxInclusive: false },
  { taxRateBasisPoints: 1100, taxInclusive: false },
  { taxRateBasisPoints: 1100, taxInclusive: true },
  { taxRateBasisPoints: 1200, taxInclusive: false },
];

/** Pseudo-random whole numbers below a bound, the same for the same seed (Lehmer, MINSTD). */
function numbers(seed: number) {
  let state = seed;
  return (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
}
type Next = ReturnType<typeof numbers>;
const oneOf = <T>(next: Next, list: readonly T[]): T => list[next(list.length)] as T;

/**
 * Subscriptions that are the same for the same seed: all anchor days, arrears of up to two years, first parts, moved anchor
 * days, ends within periods, pauses, agreed prices, discounts up to twice the price, and up to three changes of plan each,
 * behind and ahead, in one period or several; of four brands that tax differently.
 */
export async function everyShape(ctx: Context, count: number, seed: number): Promise<void> {
  const next = numbers(seed);
  const createdAt = ctx.now();
  const { brandIds, planIds } = await catalogue(ctx);
  const people = Array.from({ length: count }, (_, n) => ({
    id: ctx.id("cus"),
    number: n + 1,
    brandId: oneOf(next, brandIds),
    name: `Pelanggan ${n + 1}`,
    status: "active" as const,
    createdAt,
  }));
  const ids = people.map(() => ctx.id("sub")).sort();
  const lines = people.map(({ id: customerId, brandId }, n) => {
    const line = { id: ids[n] as string, number: n + 1, customerId, brandId, createdAt };
    return { ...line, ...shape(next, planIds) };
  });
  const changes = lines.flatMap((line) => changesOf(ctx, next, planIds, line));
  await insertAll(ctx, customers, people);
  await insertAll(ctx, subscriptions, lines);
  await insertAll(ctx, planChanges, changes);
}

async function catalogue(ctx: Context) {
  const { store } = ctx;
  const [[first]] = await store.read(store.db.select().from(brands).where(store.own(brands)));
  const brandRows = taxes.slice(1).map((tax, n) => ({
    ...{ id: ctx.id("brd"), code: `MEREK${n + 2}`, name: `Merek ${n + 2}`, createdAt: ctx.now() },
    ...tax,
  }));
  const planRows = prices.map((price, n) => ({
    ...{ id: ctx.id("pln"), number: n + 1, name: `Paket ${n + 1}`, nameKey: `paket ${n + 1}`, price },
    createdAt: ctx.now(),
  }));
  await store.atomic([
    store.update(brands, taxes[0] ?? {}, eq(brands.id, first?.id as string)),
    insertRows(store, brands, brandRows),
    insertRows(store, plans, planRows),
  ]);
  return { brandIds: [first?.id as string, ...brandRows.map(({ id }) => id)], planIds: planRows.map(({ id }) => id) };
}

function terms(next: Next, planIds: readonly string[]) {
  const plan = next(planIds.length);
  const price = oneOf(next, [null, null, 77, 250_001]);
  const full = price ?? prices[plan] ?? 0;
  const discount = oneOf(next, [0, 0, 1, Math.floor(full / 3), full, full * 2]);
  return { planId: planIds[plan] as string, price, discount };
}

function shape(next: Next, planIds: readonly string[]) {
  const anchorDay = 1 + next(31);
  const nextPeriod = addMonths("2026-11", -oneOf(next, [-1, 0, 0, 0, 0, 1, 1, 2, 3, next(24)]));
  const bounds = periodBounds(nextPeriod, anchorDay);
  // From its first day, from a day within it, or from a day before it, where the anchor day was moved.
  const billFrom = addDays(bounds.start, oneOf(next, [0, 0, 0, 1 + next(27), -1 - next(27)]));
  const toEnd = Math.max(1, daysBetween(billFrom, "2027-02-01"));
  return {
    ...terms(next, planIds),
    state: oneOf(next, [
      "active",
      "active",
      "active",
      "active",
      "active",
      "active",
      "suspended",
      "terminated",
    ] as const),
    anchorDay,
    nextPeriod,
    billFrom,
    startsOn: "2024-01-01",
    endsOn: oneOf(next, [null, null, null, addDays(billFrom, next(toEnd)), addDays(billFrom, next(40) - 5)]),
  };
}

function changesOf(
  ctx: Context,
  next: Next,
  planIds: readonly string[],
  { id: subscriptionId, billFrom }: { id: string; billFrom: string },
) {
  const span = Math.max(1, daysBetween(billFrom, "2027-01-15"));
  const days = Array.from({ length: oneOf(next, [0, 0, 0, 1, 1, 2, 3]) }, () =>
    addDays(billFrom, oneOf(next, [next(31), next(span), next(span), -1 - next(40)])),
  );
  return [...new Set(days)].map((effectiveOn) => {
    const was = terms(next, planIds);
    return {
      ...{ id: ctx.id("pch"), subscriptionId, effectiveOn, difference: 0, invoiceId: null, createdAt: ctx.now() },
      state: effectiveOn > shapesToday ? ("planned" as const) : ("applied" as const),
      ...terms(next, planIds),
      ...{ previousPlanId: was.planId, previousPrice: was.price, previousDiscount: was.discount },
    };
  });
}

/** Rows of one statement. */
const batch = 1000;

async function insertAll<T extends TenantTable>(ctx: Context, table: T, rows: readonly BulkRow<T>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += batch)
    await ctx.store.atomic([insertRows(ctx.store, table, rows.slice(from, from + batch))]);
}
