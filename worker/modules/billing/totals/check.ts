/** Counts the totals anew from invoices and payments: to see that they are right, or to make them so. */
import { getTableColumns, getTableName, sql, type SQL } from "drizzle-orm";
import type { Column, Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { log } from "../../../core/log.ts";
import { brands } from "../../tenancy/schema.ts";
import { invoiceTotals } from "./schema.ts";
import { countedRows, totalsOf, type Stretch, type Total } from "./sources.ts";

type Value = number | string | null;

/** A sum that is not what was counted. */
export interface Difference {
  /** The table of the total. */
  total: string;
  /** Whose sum it is: a day, a brand, a state … */
  key: Record<string, string | number>;
  /** The sums that differ: what they should be, and what is kept. */
  sums: Record<string, { counted: Value; kept: Value }>;
}

/** Invoices of one statement, unless a single day has more. */
const stretchSize = 20_000;

/**
 * Compares every total with what it is the sum of. One statement compares one stretch, so what is written meanwhile makes no
 * difference; memory holds the differences alone.
 */
export async function verifyTotals(ctx: Context, size = stretchSize): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const stretch of await stretches(ctx, size)) {
    const totals = totalsOf(stretch);
    const [first, ...rest] = totals.map((total) => comparison(ctx, total));
    const found = await ctx.store.read(first as Statement, ...rest);
    totals.forEach((total, n) => differences.push(...(found[n] as Compared[]).map((row) => differenceOf(total, row))));
  }
  return differences;
}

/** Makes every total what it is the sum of. Each stretch is a batch of its own, and may be done again. */
export async function rebuildTotals(ctx: Context, size = stretchSize): Promise<void> {
  const parts = await stretches(ctx, size);
  for (const stretch of parts) await ctx.store.atomic(totalsOf(stretch).flatMap((total) => recount(ctx, total)));
  log.info("totals_rebuilt", { tenantId: ctx.tenant.id, stretches: parts.length });
}

/** All business days of every brand, cut where enough was issued. Nothing lies between two of them or beyond. */
async function stretches({ store }: Context, size: number): Promise<Stretch[]> {
  const [known, days] = await store.read(
    store.db.select({ id: brands.id }).from(brands).where(store.own(brands)),
    store.db
      .select({
        brandId: invoiceTotals.brandId,
        day: invoiceTotals.issuedOn,
        count: sql<number>`sum(${invoiceTotals.count})`.mapWith(Number),
      })
      .from(invoiceTotals)
      .where(store.own(invoiceTotals))
      .groupBy(invoiceTotals.brandId, invoiceTotals.issuedOn)
      .orderBy(invoiceTotals.issuedOn),
  );
  return known.flatMap(({ id: brandId }) => {
    const parts: Stretch[] = [];
    let after = "";
    let count = 0;
    for (const day of days.filter((each) => each.brandId === brandId)) {
      count += day.count;
      if (count < size) continue;
      parts.push({ brandId, after, until: day.day });
      after = day.day;
      count = 0;
    }
    return [...parts, { brandId, after }];
  });
}

type Compared = Record<string, unknown>;

/** The query for the sums of a stretch that are not what was counted. */
function comparison(ctx: Context, total: Total): Statement {
  const { key, sums, table, kept } = total;
  const columns = getTableColumns(table) as Record<string, Column>;
  const named = (name: string) => sql.identifier(name);
  const keptName = (name: string) => named(`kept_${name}`);
  const list = (names: SQL[]) => sql.join(names, sql`, `);
  const counted = list([...key.map((name) => sql`${named(name)}`), ...sums.map((name) => sql`${named(name)}`)]);
  const sides = sql`select ${counted}, ${list(sums.map((name) => sql`0 as ${keptName(name)}`))}
    from (${countedRows(ctx, total)}) as counted
    union all
    select ${list([
      ...key.map((name) => sql`${columns[name]}`),
      ...sums.map(() => sql`0`),
      ...sums.map((name) => sql`${columns[name]}`),
    ])} from ${table} where ${ctx.store.own(table, kept)}`;
  const fields = {
    ...Object.fromEntries(key.map((name) => [name, sql`${named(name)}`])),
    ...Object.fromEntries(sums.map((name) => [name, sql`sum(${named(name)})`.mapWith(Number)])),
    ...Object.fromEntries(sums.map((name) => [`kept_${name}`, sql`sum(${keptName(name)})`.mapWith(Number)])),
  };
  const differs = sums.map((name) => sql`sum(${named(name)}) <> sum(${keptName(name)})`);
  return ctx.store.db
    .select(fields as never)
    .from(sql`(${sides}) as compared`)
    .groupBy(...key.map((name) => sql`${named(name)}`))
    .having(sql.join(differs, sql` or `))
    .orderBy(...key.map((name) => sql`${named(name)}`)) as unknown as Statement;
}

function differenceOf({ table, key, sums }: Total, row: Compared): Difference {
  const both = sums.map((name) => [name, { counted: Number(row[name]), kept: Number(row[`kept_${name}`]) }] as const);
  return {
    total: getTableName(table),
    key: Object.fromEntries(key.map((name) => [name, row[name] as string | number])),
    sums: Object.fromEntries(both.filter(([, { counted, kept }]) => counted !== kept)),
  };
}

/** The statements that put what is counted in the place of what is kept. */
function recount(ctx: Context, total: Total): Statement[] {
  const { table, key, sums, kept } = total;
  const { store } = ctx;
  const picked = Object.keys(getTableColumns(table)).map((name) =>
    name === "tenantId"
      ? sql`${store.tenantId}`
      : sums.includes(name)
        ? sql`sum(${sql.identifier(name)})`
        : sql`${sql.identifier(name)}`,
  );
  const rows = sql`select ${sql.join(picked, sql`, `)} from (${countedRows(ctx, total)}) as counted
    group by ${sql.join(
      key.map((name) => sql`${sql.identifier(name)}`),
      sql`, `,
    )}`;
  return [store.remove(table, kept), store.db.insert(table).select(rows as never) as unknown as Statement];
}
