/** The home page: what needs attention today, the cards, and the revenue of the last thirty days. */
import { z } from "@hono/zod-openapi";
import { asc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { addDays, dateIn } from "../../core/time.ts";
import { counters, type CounterName } from "../../db/counters.ts";
import { billingDays, plans } from "../billing/schema.ts";
import { connections } from "../connections/schema.ts";
import { webhookReceipts } from "../webhooks/schema.ts";

const attentionKinds = [
  "overdue_invoices",
  "payment_alerts",
  "failed_webhooks",
  "no_online_payment",
  "no_plan",
  "no_customer",
] as const;
const day = z.object({ date: z.string(), issued: z.int(), paid: z.int() });

export const overviewAnswer = z
  .object({
    today: z.string(),
    attention: z.array(z.object({ kind: z.enum(attentionKinds), count: z.int(), amount: z.int().nullable() })),
    cards: z.object({
      customers: z.int(),
      activeSubscriptions: z.int(),
      unpaidAmount: z.int(),
      unpaidCount: z.int(),
      overdueAmount: z.int(),
      overdueCount: z.int(),
      paidThisMonth: z.int(),
      issuedThisMonth: z.int(),
    }),
    revenue: z.array(day).openapi({ description: "The last thirty days, oldest first." }),
  })
  .openapi("Overview");

const shownDays = 30;
/** Counting stops here; the page says «more than». */
const countedWebhooks = 100;

/** One batch of queries over counters and daily totals; no customer and no invoice is read. */
export async function getOverview(ctx: Context): Promise<z.input<typeof overviewAnswer>> {
  const today = dateIn(ctx.tenant.timeZone, ctx.now());
  const first = addDays(today, 1 - shownDays);
  const monthStart = `${today.slice(0, 7)}-01`;
  const rows = await load(ctx, first < monthStart ? first : monthStart);
  const counted = (name: CounterName) => rows.counters.find((row) => row.name === name) ?? { count: 0, amount: 0 };
  const [awaiting, overdue] = [counted("invoices.awaiting_payment"), counted("invoices.overdue")];
  const [customers, alerts] = [counted("customers").count, counted("payments.alerts")];
  const month = rows.days.filter(({ date }) => date >= monthStart);
  const totalOf = (list: typeof rows.days, key: "issued" | "paid") => list.reduce((sum, each) => sum + each[key], 0);
  const attention = [
    { kind: "overdue_invoices" as const, count: overdue.count, amount: overdue.amount },
    { kind: "payment_alerts" as const, count: alerts.count, amount: alerts.amount },
    { kind: "failed_webhooks" as const, count: rows.failedWebhooks, amount: null },
    { kind: "no_online_payment" as const, count: rows.connections === 0 ? 1 : 0, amount: null },
    { kind: "no_plan" as const, count: ctx.tenant.kinds.includes("isp") && rows.plans === 0 ? 1 : 0, amount: null },
    { kind: "no_customer" as const, count: customers === 0 ? 1 : 0, amount: null },
  ];
  return {
    today,
    attention: attention.filter((each) => each.count > 0),
    cards: {
      customers,
      activeSubscriptions: counted("subscriptions.active").count,
      unpaidAmount: awaiting.amount + overdue.amount,
      unpaidCount: awaiting.count + overdue.count,
      overdueAmount: overdue.amount,
      overdueCount: overdue.count,
      paidThisMonth: totalOf(month, "paid"),
      issuedThisMonth: totalOf(month, "issued"),
    },
    revenue: Array.from({ length: shownDays }, (_, n) => {
      const date = addDays(first, n);
      const found = rows.days.find((each) => each.date === date);
      return { date, issued: found?.issued ?? 0, paid: found?.paid ?? 0 };
    }),
  };
}

async function load(ctx: Context, since: string) {
  const { db, own, read } = ctx.store;
  const [counterRows, planRows, failed, connectionRows, days] = await read(
    db.select().from(counters).where(own(counters)),
    db
      .select({ id: plans.id })
      .from(plans)
      .where(own(plans, isNull(plans.archivedAt)))
      .limit(1),
    db
      .select({ id: webhookReceipts.id })
      .from(webhookReceipts)
      .where(own(webhookReceipts, inArray(webhookReceipts.state, ["failed", "dead"])))
      .limit(countedWebhooks),
    db
      .select({ id: connections.id })
      .from(connections)
      .where(own(connections, eq(connections.provider, "xendit"), eq(connections.state, "active")))
      .limit(1),
    db
      .select({
        date: billingDays.date,
        issued: sql<number>`sum(${billingDays.issuedAmount})`.mapWith(Number),
        paid: sql<number>`sum(${billingDays.paidAmount})`.mapWith(Number),
      })
      .from(billingDays)
      .where(own(billingDays, gte(billingDays.date, since)))
      .groupBy(billingDays.date)
      .orderBy(asc(billingDays.date)),
  );
  return {
    counters: counterRows,
    plans: planRows.length,
    failedWebhooks: failed.length,
    connections: connectionRows.length,
    days,
  };
}
