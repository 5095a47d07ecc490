/** The figures of a dashboard: cards, this month's revenue by brand, and a year to draw. */
import { gte, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { addMonths, dateIn } from "../../core/time.ts";
import { counters, type CounterName } from "../../db/counters.ts";
import { invoiceTotals, receivedTotals } from "../billing/schema.ts";
import { brandNames, type BrandName } from "./brands.ts";

/** Rupiah of a month: what was issued then, void invoices left out, and what came in. */
export interface MonthFigures {
  /** `YYYY-MM`, by the company's own dates. */
  month: string;
  issued: number;
  received: number;
}

export interface DashboardFigures {
  cards: {
    customers: number;
    activeSubscriptions: number;
    unpaidCount: number;
    unpaidAmount: number;
    overdueCount: number;
    overdueAmount: number;
  };
  /** This month's: what came in, and of that how much for each brand. */
  revenue: { total: number; period: string; breakdown: { brand: BrandName; issued: number; received: number }[] };
  charts: {
    /** The last twelve months, oldest first. */
    months: MonthFigures[];
    /** This month's invoices by their state. */
    states: { state: string; invoices: number; amount: number }[];
  };
}

const shownMonths = 12;

/** Reads the figures in one round trip, from counters and daily totals. */
export async function dashboardFigures(ctx: Context): Promise<DashboardFigures> {
  const period = dateIn(ctx.tenant.timeZone, ctx.now()).slice(0, 7);
  const months = Array.from({ length: shownMonths }, (_, n) => addMonths(period, n + 1 - shownMonths));
  const [counted, names, issued, received] = await load(ctx, `${months[0]}-01`);
  // Of void invoices counts what credit notes had taken back before.
  const live = issued.map((row) => (row.state === "void" ? { ...row, amount: row.credited } : row));
  const current = issued.filter(({ month }) => month === period);
  const counter = (name: CounterName) => counted.find((row) => row.name === name) ?? { count: 0, amount: 0 };
  const [awaiting, overdue] = [counter("invoices.awaiting_payment"), counter("invoices.overdue")];
  const breakdown = names.map((brand) => {
    const own = (row: { month: string; brandId: string }) => row.month === period && row.brandId === brand.id;
    return { brand, issued: sum(live.filter(own)), received: sum(received.filter(own)) };
  });
  return {
    cards: {
      customers: counter("customers").count,
      activeSubscriptions: counter("subscriptions.active").count,
      unpaidCount: awaiting.count + overdue.count,
      unpaidAmount: awaiting.amount + overdue.amount,
      overdueCount: overdue.count,
      overdueAmount: overdue.amount,
    },
    revenue: {
      total: breakdown.reduce((total, each) => total + each.received, 0),
      period,
      breakdown: breakdown.filter(({ issued: some, received: paid }) => some !== 0 || paid !== 0),
    },
    charts: {
      months: months.map((month) => ({
        month,
        issued: sum(live.filter((row) => row.month === month)),
        received: sum(received.filter((row) => row.month === month)),
      })),
      states: [...Map.groupBy(current, ({ state }) => state)].map(([state, own]) => ({
        state,
        invoices: own.reduce((all, { count }) => all + count, 0),
        amount: sum(own),
      })),
    },
  };
}

const sum = (list: readonly { amount: number }[]): number => list.reduce((all, { amount }) => all + amount, 0);

function load(ctx: Context, since: string) {
  const { db, own, read } = ctx.store;
  const issuedIn = sql<string>`substr(${invoiceTotals.issuedOn}, 1, 7)`;
  const receivedIn = sql<string>`substr(${receivedTotals.receivedOn}, 1, 7)`;
  return read(
    db.select().from(counters).where(own(counters)),
    brandNames(ctx),
    db
      .select({
        month: issuedIn,
        brandId: invoiceTotals.brandId,
        state: invoiceTotals.state,
        count: sql<number>`sum(${invoiceTotals.count})`.mapWith(Number),
        amount: sql<number>`sum(${invoiceTotals.total})`.mapWith(Number),
        credited: sql<number>`sum(${invoiceTotals.credited})`.mapWith(Number),
      })
      .from(invoiceTotals)
      .where(own(invoiceTotals, gte(invoiceTotals.issuedOn, since)))
      .groupBy(issuedIn, invoiceTotals.brandId, invoiceTotals.state),
    db
      .select({
        month: receivedIn,
        brandId: receivedTotals.brandId,
        amount: sql<number>`sum(${receivedTotals.amount})`.mapWith(Number),
      })
      .from(receivedTotals)
      .where(own(receivedTotals, gte(receivedTotals.receivedOn, since)))
      .groupBy(receivedIn, receivedTotals.brandId),
  );
}
