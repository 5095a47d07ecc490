/** The reports that tasks send. */
import type { Context } from "../../core/context.ts";
import { dailyFigures, getOverview, type DailyFigures } from "../reports/index.ts";
import { reportSettings } from "./inputs.ts";
import type { Run, Task } from "./kinds.ts";
import type { Words } from "./words.ts";

/** Rupiah as people write it: `Rp1.250.000`. */
const rupiah = (amount: number): string => `Rp${amount.toLocaleString("id-ID")}`;

/** The daily report as the texts that a message is made of. */
export const dailyVariables = ({ yesterday, today, overdue, openAlerts }: DailyFigures) => ({
  date: yesterday.date,
  revenue: rupiah(yesterday.revenue),
  payments: String(yesterday.payments),
  invoices: String(yesterday.invoices),
  newCustomers: String(yesterday.newCustomers),
  revenueToday: rupiah(today.revenue),
  paymentsToday: String(today.payments),
  overdueCount: String(overdue.count),
  overdueAmount: rupiah(overdue.amount),
  openAlerts: String(openAlerts),
});

/** Sends the daily report to owners and admins. */
export async function sendDailyReport(ctx: Context, _work: { task: Task; run: Run }): Promise<Words> {
  return dailyWords(dailyVariables(await dailyFigures(ctx)));
}

/** Sends the report that a tenant's own task names, to whom it names. */
export async function sendReport(ctx: Context, { task }: { task: Task; run: Run }): Promise<Words> {
  const { report } = reportSettings.parse(task.settings);
  return report === "daily"
    ? dailyWords(dailyVariables(await dailyFigures(ctx)))
    : overviewWords(overviewVariables(await getOverview(ctx)));
}

/** The overview as the texts that a message is made of. */
export const overviewVariables = ({ today, cards }: Awaited<ReturnType<typeof getOverview>>) => ({
  date: today,
  customers: String(cards.customers),
  activeSubscriptions: String(cards.activeSubscriptions),
  unpaidCount: String(cards.unpaidCount),
  unpaidAmount: rupiah(cards.unpaidAmount),
  overdueCount: String(cards.overdueCount),
  overdueAmount: rupiah(cards.overdueAmount),
  paidThisMonth: rupiah(cards.paidThisMonth),
  issuedThisMonth: rupiah(cards.issuedThisMonth),
});

const dailyWords = (v: ReturnType<typeof dailyVariables>): Words => ({
  id: `${v.date}: ${v.revenue} dari ${v.payments} pembayaran, ${v.invoices} tagihan terbit, ${v.newCustomers} pelanggan baru. Jatuh tempo: ${v.overdueCount} (${v.overdueAmount}).`,
  en: `${v.date}: ${v.revenue} from ${v.payments} payments, ${v.invoices} invoices issued, ${v.newCustomers} new customers. Overdue: ${v.overdueCount} (${v.overdueAmount}).`,
});

const overviewWords = (v: ReturnType<typeof overviewVariables>): Words => ({
  id: `${v.date}: ${v.paidThisMonth} diterima bulan ini, ${v.unpaidCount} tagihan belum lunas (${v.unpaidAmount}).`,
  en: `${v.date}: ${v.paidThisMonth} received this month, ${v.unpaidCount} unpaid invoices (${v.unpaidAmount}).`,
});
