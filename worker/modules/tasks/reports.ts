/** The reports that tasks send. A run tells each reader once, however often it is repeated. */
import type { Context } from "../../core/context.ts";
import { formatRupiah } from "../../core/money.ts";
import { tell } from "../notifications/index.ts";
import { dailyFigures, getOverview } from "../reports/index.ts";
import { reportSettings, type ReportSettings } from "./inputs.ts";
import type { Run, Task } from "./kinds.ts";
import type { Words } from "./words.ts";

type Audience = Partial<Pick<ReportSettings, "roles" | "userIds">>;

/** Sends the daily report to owners and admins, or to whom the company's rule for it names. */
export const sendDailyReport = (ctx: Context, { run }: { run: Run }): Promise<Words> => sendDaily(ctx, run, {});

/** Sends the report that a tenant's own task names, to whom it names. */
export async function sendReport(ctx: Context, { task, run }: { task: Task; run: Run }): Promise<Words> {
  const { report, ...audience } = reportSettings.parse(task.settings);
  return report === "daily" ? sendDaily(ctx, run, audience) : sendOverview(ctx, run, audience);
}

async function sendDaily(ctx: Context, { id: sourceKey }: Run, audience: Audience): Promise<Words> {
  const { yesterday, today, overdue, openAlerts } = await dailyFigures(ctx);
  const values = {
    date: yesterday.date,
    revenue: yesterday.revenue,
    payments: yesterday.payments,
    invoices: yesterday.invoices,
    customers: yesterday.newCustomers,
    revenueToday: today.revenue,
    paymentsToday: today.payments,
    overdue: overdue.count,
    overdueAmount: overdue.amount,
    alerts: openAlerts,
  };
  const told = await tell(ctx, { kind: "report.daily", sourceKey, values, link: "/", ...whom(audience) });
  const revenue = formatRupiah(yesterday.revenue);
  return sentTo(told, {
    id: `Pendapatan ${yesterday.date}: ${revenue} dari ${yesterday.payments} pembayaran.`,
    en: `Revenue of ${yesterday.date}: ${revenue} from ${yesterday.payments} payments.`,
  });
}

async function sendOverview(ctx: Context, { id: sourceKey }: Run, audience: Audience): Promise<Words> {
  const { today, cards } = await getOverview(ctx);
  const values = {
    date: today,
    customers: cards.customers,
    paid: cards.paidThisMonth,
    issued: cards.issuedThisMonth,
    unpaid: cards.unpaidCount,
    unpaidAmount: cards.unpaidAmount,
    overdue: cards.overdueCount,
    overdueAmount: cards.overdueAmount,
  };
  const told = await tell(ctx, { kind: "report.overview", sourceKey, values, link: "/", ...whom(audience) });
  const paid = formatRupiah(cards.paidThisMonth);
  return sentTo(told, { id: `Diterima bulan ini: ${paid}.`, en: `Received this month: ${paid}.` });
}

const whom = ({ roles, userIds }: Audience) => ({
  ...(roles?.length && { roles }),
  ...(userIds?.length && { userIds }),
});

const sentTo = (told: number, about: Words): Words => ({
  id: `${told === 0 ? "Tidak ada penerima." : `Dikirim kepada ${told} orang.`} ${about.id}`,
  en: `${told === 0 ? "Nobody is told." : `Sent to ${told}.`} ${about.en}`,
});
