/** What a task does. A kind says its name, when it is done unless the tenant says otherwise, and how. */
import type { Context } from "../../core/context.ts";
import type { Row } from "../../db/store.ts";
import {
  applyDueChanges,
  endDueSubscriptions,
  lapseSegments,
  markOverdue,
  sendReminders,
  suspendOverdue,
} from "../billing/index.ts";
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
    name: { id: "Ganti paket dan akhiri langganan", en: "Change plans and end subscriptions" },
    description: {
      id: "Menjalankan ganti paket yang direncanakan dan mengakhiri langganan yang tanggal terakhirnya sudah lewat.",
      en: "Carries out planned changes of plan, and ends subscriptions whose last day has passed.",
    },
    schedule: { every: "hour", minute: 12 },
    mayBeDisabled: false,
    businesses: ["isp"],
    run: async (ctx) => {
      const changed = await applyDueChanges(ctx);
      const ended = await endDueSubscriptions(ctx);
      if (changed + ended === 0) return { id: "Tidak ada langganan yang berubah.", en: "No subscription has changed." };
      return {
        id: `${changed} langganan ganti paket, ${ended} diakhiri.`,
        en: `Plans changed: ${changed}. Subscriptions ended: ${ended}.`,
      };
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
  "billing.remind": {
    name: { id: "Ingatkan pelanggan", en: "Remind customers" },
    description: {
      id: "Mengirim pengingat tagihan dan pemberitahuan isolir sesuai jadwal Anda.",
      en: "Sends reminders of invoices and notices of suspensions by your schedule.",
    },
    schedule: { every: "hour", minute: 2 },
    mayBeDisabled: true,
    businesses,
    run: async (ctx, { task }) => {
      const told = await sendReminders(ctx, task.createdAt);
      return told === 0
        ? { id: "Tidak ada yang perlu diingatkan.", en: "Nobody had to be reminded." }
        : { id: `Pengingat untuk ${told} tagihan.`, en: `Invoices reminded of: ${told}.` };
    },
  },
  "billing.suspend": {
    name: { id: "Isolir yang menunggak", en: "Suspend for arrears" },
    description: {
      id: "Mengisolir langganan yang menunggak pada hari dan jam yang Anda tentukan.",
      en: "Suspends subscriptions in arrears on the days and hours of your policy.",
    },
    schedule: { every: "hour", minute: 20 },
    mayBeDisabled: true,
    businesses: ["isp"],
    run: async (ctx, { run }) => {
      const { suspended, lifted } = await suspendOverdue(ctx, { isAsked: run.trigger === "manual" });
      return suspended + lifted === 0
        ? { id: "Tidak ada langganan yang berubah.", en: "No subscription has changed." }
        : {
            id: `${suspended} langganan diisolir, ${lifted} dibuka lagi.`,
            en: `Subscriptions suspended: ${suspended}, restored: ${lifted}.`,
          };
    },
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
