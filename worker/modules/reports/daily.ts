/** The figures of a morning: what yesterday brought, how today begins, what waits for somebody. */
import { and, count, gte, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { idFloor } from "../../core/ids.ts";
import { addDays, dateIn, startOfDate } from "../../core/time.ts";
import { counters, type CounterName } from "../../db/counters.ts";
import { billingDays } from "../billing/schema.ts";
import { customers } from "../customers/schema.ts";

/** A business date's figures; amounts in rupiah. */
export interface DayFigures {
  date: string;
  revenue: number;
  payments: number;
  invoices: number;
  newCustomers: number;
}

export interface DailyFigures {
  yesterday: DayFigures;
  today: DayFigures;
  overdue: { count: number; amount: number };
  openAlerts: number;
}

/** Reads the figures in one round trip, from daily totals and counters; new customers are counted along their key. */
export async function dailyFigures(ctx: Context): Promise<DailyFigures> {
  const today = dateIn(ctx.tenant.timeZone, ctx.now());
  const dates = [addDays(today, -1), today] as const;
  const [counterRows, days, before, since] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(counters)
      .where(ctx.store.own(counters, inArray(counters.name, ["invoices.overdue", "payments.alerts"]))),
    totalsOf(ctx, dates),
    newCustomers(ctx, dates[0]),
    newCustomers(ctx, dates[1]),
  );
  const counted = (name: CounterName) => counterRows.find((row) => row.name === name) ?? { count: 0, amount: 0 };
  const figures = (date: string, added: { customers: number }[]): DayFigures => {
    const { revenue = 0, payments = 0, invoices = 0 } = days.find((day) => day.date === date) ?? {};
    return { date, revenue, payments, invoices, newCustomers: added[0]?.customers ?? 0 };
  };
  const overdue = counted("invoices.overdue");
  return {
    yesterday: figures(dates[0], before),
    today: figures(dates[1], since),
    overdue: { count: overdue.count, amount: overdue.amount },
    openAlerts: counted("payments.alerts").count,
  };
}

const totalsOf = ({ store }: Context, dates: readonly string[]) =>
  store.db
    .select({
      date: billingDays.date,
      revenue: sql<number>`sum(${billingDays.paidAmount})`.mapWith(Number),
      payments: sql<number>`sum(${billingDays.paidCount})`.mapWith(Number),
      invoices: sql<number>`sum(${billingDays.issuedCount})`.mapWith(Number),
    })
    .from(billingDays)
    .where(store.own(billingDays, inArray(billingDays.date, [...dates])))
    .groupBy(billingDays.date);

function newCustomers({ store, tenant }: Context, date: string) {
  const startOf = (day: string) => idFloor("cus", startOfDate(tenant.timeZone, day));
  return store.db
    .select({ customers: count() })
    .from(customers)
    .where(
      store.own(
        customers,
        and(gte(customers.id, startOf(date)), lt(customers.id, startOf(addDays(date, 1)))),
        isNull(customers.deletedAt),
      ),
    );
}
