/** Churn: what ran at the start of a month, what started and ended in it, and the share that ended. Reads daily totals alone. */
import { lt, sql } from "drizzle-orm";
import type { z } from "@hono/zod-openapi";
import type { Context } from "../../core/context.ts";
import { refuseField } from "../../core/errors.ts";
import { addMonths, dateIn } from "../../core/time.ts";
import { subscriptionDays } from "../billing/schema.ts";
import { askedBrand, brandNames, ofBrand } from "./brands.ts";
import type { churnAnswer, ChurnQuery } from "./customer-inputs.ts";

/** What a month of a brand brought; what was before the first month shown has the month "". */
export interface MonthOfBrand {
  month: string;
  brandId: string;
  started: number;
  ended: number;
  suspended: number;
  restored: number;
}

export interface Churn {
  activeAtStart: number;
  started: number;
  ended: number;
  activeAtEnd: number;
  /** Of those at the start, half up; null where there were none. */
  churnBasisPoints: number | null;
  suspended: number;
  restored: number;
}

const rateOf = (ended: number, active: number): number | null =>
  active > 0 ? Math.round((ended * 10_000) / active) : null;

/** The churn of a month, from what ran at its start and what it brought. Pure. */
function churnOf(activeAtStart: number, rows: readonly Omit<MonthOfBrand, "month" | "brandId">[]): Churn {
  const sum = (name: "started" | "ended" | "suspended" | "restored") => rows.reduce((all, row) => all + row[name], 0);
  const [started, ended] = [sum("started"), sum("ended")];
  return {
    activeAtStart,
    started,
    ended,
    activeAtEnd: activeAtStart + started - ended,
    churnBasisPoints: rateOf(ended, activeAtStart),
    suspended: sum("suspended"),
    restored: sum("restored"),
  };
}

/** Months from `from` to `to`, each beginning with what the one before left. Pure. */
export function churnByMonth(rows: readonly MonthOfBrand[], from: string, to: string): ({ month: string } & Churn)[] {
  const months: ({ month: string } & Churn)[] = [];
  let active = churnOf(
    0,
    rows.filter(({ month }) => month < from),
  ).activeAtEnd;
  for (let month = from; month <= to; month = addMonths(month, 1)) {
    const churn = churnOf(
      active,
      rows.filter((row) => row.month === month),
    );
    months.push({ month, ...churn });
    active = churn.activeAtEnd;
  }
  return months;
}

/** The churn of some months together; its rate is that of a month on average, so that spans compare. Pure. */
function churnOfSpan(months: readonly Churn[]): Churn {
  const whole = churnOf(months[0]?.activeAtStart ?? 0, months);
  const monthsAtStart = months.reduce((sum, { activeAtStart }) => sum + activeAtStart, 0);
  return { ...whole, churnBasisPoints: rateOf(whole.ended, monthsAtStart) };
}

const shownMonths = 12;
const mostMonths = 60;

/**
 * The churn of each month, and of the whole time by brand.
 * @throws Refusal naming `to` or `from` where the months are none that were, or too many
 */
export async function churnReport(ctx: Context, query: ChurnQuery): Promise<z.input<typeof churnAnswer>> {
  const { from, to } = monthsOf(ctx, query);
  const [names, rows] = await ctx.store.read(brandNames(ctx), monthsQuery(ctx, from, to, query.brandId));
  const brand = askedBrand(names, query.brandId);
  const months = churnByMonth(rows, from, to);
  return {
    from,
    to,
    brand,
    months,
    brands: names.flatMap((each) => {
      const own = rows.filter(({ brandId }) => brandId === each.id);
      return own.length === 0 ? [] : [{ brand: each, ...churnOfSpan(churnByMonth(own, from, to)) }];
    }),
    total: churnOfSpan(months),
  };
}

function monthsOf(ctx: Context, query: ChurnQuery): { from: string; to: string } {
  const current = dateIn(ctx.tenant.timeZone, ctx.now()).slice(0, 7);
  const to = query.to ?? current;
  const from = query.from ?? addMonths(to, 1 - shownMonths);
  if (to > current) throw refuseField("to", "Paling akhir bulan ini.", "At the latest this month.");
  if (from > to) throw refuseField("from", "Tidak boleh setelah bulan terakhir.", "Can't be after the last month.");
  if (addMonths(from, mostMonths) <= to)
    throw refuseField("from", `Paling lama ${mostMonths} bulan.`, `At most ${mostMonths} months.`);
  return { from, to };
}

/** The query for each month's sums by brand, with all that was before as one month. */
function monthsQuery(ctx: Context, from: string, to: string, brandId: string | undefined) {
  const { date, brandId: ofDay, started, ended, suspended, restored } = subscriptionDays;
  const month = sql<string>`case when ${date} < ${`${from}-01`} then '' else substr(${date}, 1, 7) end`;
  const sum = (column: typeof started) => sql<number>`sum(${column})`.mapWith(Number);
  return (
    ctx.store.db
      .select({
        month,
        brandId: ofDay,
        started: sum(started),
        ended: sum(ended),
        suspended: sum(suspended),
        restored: sum(restored),
      })
      .from(subscriptionDays)
      .where(ctx.store.own(subscriptionDays, lt(date, `${addMonths(to, 1)}-01`), ofBrand(ctx, ofDay, brandId)))
      // By place, since a value bound twice is two values to Postgres.
      .groupBy(sql`1`, ofDay)
  );
}
