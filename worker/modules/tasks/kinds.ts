/** What a task does. A kind says its name, when it is done unless the tenant says otherwise, and how. */
import type { Context } from "../../core/context.ts";
import type { Row } from "../../db/store.ts";
import { endDueSubscriptions, lapseSegments, markOverdue } from "../billing/index.ts";
import { kinds as businesses, type Kind as Business } from "../tenancy/index.ts";
import { callWebhook } from "./call-webhook.ts";
import { checkTotals } from "./check-totals.ts";
import { cleanUp } from "./clean-up.ts";
import { sendDailyReport, sendReport } from "./reports.ts";
import type { Schedule } from "./schedule.ts";
import type { taskRuns, tasks } from "./schema.ts";
import type { Words } from "./words.ts";

export type Task = Row<typeof tasks>;
export type Run = Row<typeof taskRuns>;

/**
 * Does the work of a run and says what came of it. It may be stopped anywhere and done again, so it must not mind.
 * @throws TaskFailure with what people are to be told
 */
export type Work = (ctx: Context, work: { task: Task; run: Run }) => Promise<Words>;

interface BuiltInKind {
  name: Words;
  description: Words;
  schedule: Schedule;
  mayBeDisabled: boolean;
  businesses: readonly Business[];
  run: Work;
}

/** The product's own tasks: each company has one of each that its kind of business needs. */
export const builtInKinds: Record<string, BuiltInKind> = {
  "billing.mark-overdue": {
    name: { id: "Tandai tagihan jatuh tempo", en: "Mark overdue invoices" },
    description: {
      id: "Menandai tagihan yang lewat jatuh tempo dan belum lunas.",
      en: "Marks invoices that are past their due date and unpaid.",
    },
    schedule: { every: "hour", minute: 7 },
    mayBeDisabled: false,
    businesses,
    run: async (ctx) => {
      const marked = await markOverdue(ctx);
      return marked === 0
        ? { id: "Tidak ada tagihan yang baru jatuh tempo.", en: "No invoice has become overdue." }
        : { id: `${marked} tagihan ditandai jatuh tempo.`, en: `Invoices marked overdue: ${marked}.` };
    },
  },
  "billing.end-subscriptions": {
    name: { id: "Akhiri langganan", en: "End subscriptions" },
    description: {
      id: "Mengakhiri langganan yang tanggal terakhirnya sudah lewat.",
      en: "Ends subscriptions whose last day has passed.",
    },
    schedule: { every: "hour", minute: 12 },
    mayBeDisabled: false,
    businesses: ["isp"],
    run: async (ctx) => {
      const ended = await endDueSubscriptions(ctx);
      return ended === 0
        ? { id: "Tidak ada langganan yang berakhir.", en: "No subscription has ended." }
        : { id: `${ended} langganan diakhiri.`, en: `Subscriptions ended: ${ended}.` };
    },
  },
  "billing.lapse-segments": {
    name: { id: "Perbarui segmen pelanggan", en: "Update customer segments" },
    description: {
      id: "Menilai ulang pelanggan yang pembayaran penentunya sudah lewat dua belas bulan.",
      en: "Judges customers anew whose deciding payment is more than twelve months old.",
    },
    schedule: { every: "day", at: "00:20" },
    mayBeDisabled: false,
    businesses,
    run: async (ctx) => {
      const moved = await lapseSegments(ctx);
      return moved === 0
        ? { id: "Tidak ada pelanggan yang perlu dinilai ulang.", en: "No customer had to be judged anew." }
        : { id: `${moved} pelanggan dinilai ulang.`, en: `Customers judged anew: ${moved}.` };
    },
  },
  "billing.verify-totals": {
    name: { id: "Periksa angka laporan", en: "Check the figures of reports" },
    description: {
      id: "Menghitung ulang tagihan dan pembayaran, lalu membandingkannya dengan angka laporan.",
      en: "Counts invoices and payments anew and compares them with the figures of reports.",
    },
    schedule: { every: "day", at: "02:30" },
    mayBeDisabled: true,
    businesses,
    run: checkTotals,
  },
  "reports.daily": {
    name: { id: "Laporan harian", en: "Daily report" },
    description: {
      id: "Mengirim angka kemarin dan hari ini kepada pemilik dan admin.",
      en: "Sends the figures of yesterday and today to owners and admins.",
    },
    schedule: { every: "day", at: "08:00" },
    mayBeDisabled: true,
    businesses,
    run: sendDailyReport,
  },
  "maintenance.clean-up": {
    name: { id: "Bersihkan data lama", en: "Clean up old data" },
    description: {
      id: "Menghapus log webhook, pengiriman, notifikasi terbaca, dan riwayat tugas yang melewati masa simpan.",
      en: "Removes webhook logs, deliveries, read notifications and task runs that are past their retention.",
    },
    schedule: { every: "day", at: "03:00" },
    mayBeDisabled: false,
    businesses,
    run: cleanUp,
  },
};

/** What a tenant's own task can do. */
const ownKinds: Record<string, Work> = { report: sendReport, webhook: callWebhook };

/** The built-in kinds that companies of these kinds of business have. */
export const kindsOf = (tenant: Context["tenant"]): string[] =>
  Object.entries(builtInKinds)
    .filter(([, kind]) => kind.businesses.some((each) => tenant.kinds.includes(each)))
    .map(([name]) => name);

/** How a task's work is done, or undefined where this version or this business has no such kind. */
export const workOf = (ctx: Context, { isBuiltIn, kind }: Task): Work | undefined =>
  isBuiltIn ? (kindsOf(ctx.tenant).includes(kind) ? builtInKinds[kind]?.run : undefined) : ownKinds[kind];

/** What people call a task. */
export const nameOf = ({ isBuiltIn, kind, name }: Pick<Task, "isBuiltIn" | "kind" | "name">): Words =>
  (isBuiltIn ? builtInKinds[kind]?.name : undefined) ?? { id: name ?? kind, en: name ?? kind };
