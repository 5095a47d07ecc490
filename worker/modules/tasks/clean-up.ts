/** The nightly clean-up: what nobody acts on any more goes after the days that the tenant keeps it. */
import { and, inArray, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { idFloor } from "../../core/ids.ts";
import { removeMatching, type Removed } from "../../db/whole.ts";
import { removeOldRounds } from "../billing/index.ts";
import { removeOldDeliveries, removeOldNotifications } from "../notifications/index.ts";
import { removeDoneEvents } from "../outbox/index.ts";
import { tenantSettings } from "../tenancy/index.ts";
import { removeOldSessions } from "../users/index.ts";
import { removeOldReceipts } from "../webhooks/index.ts";
import { taskRuns } from "./schema.ts";
import type { Words } from "./words.ts";

const dayMs = 86_400_000;
/** Pages of each table in one run; what is left goes with the next. */
const pages = 60;
/** Of no use to people once they are over. */
const eventDays = 7;
const sessionDays = 30;
const roundDays = 60;

const removeOldRuns = (ctx: Context, beforeMs: number, most: number): Promise<Removed> =>
  removeMatching(
    ctx.store,
    taskRuns,
    and(lt(taskRuns.id, idFloor("trn", beforeMs)), inArray(taskRuns.state, ["done", "failed"])),
    { pages: most },
  );

/** Removes what is older than the tenant's retention, and says how many of each. Deliveries go before notifications. */
export async function cleanUp(ctx: Context): Promise<Words> {
  const keep = tenantSettings.shape.retentionDays.parse(ctx.tenant.settings["retentionDays"]);
  const steps = [
    { remove: removeOldReceipts, days: keep.webhookLogs, id: "log webhook", en: "webhook logs" },
    { remove: removeOldDeliveries, days: keep.deliveries, id: "pengiriman", en: "deliveries" },
    { remove: removeOldNotifications, days: keep.notifications, id: "notifikasi", en: "notifications" },
    { remove: removeOldRuns, days: keep.taskRuns, id: "riwayat tugas", en: "task runs" },
    { remove: removeOldSessions, days: sessionDays, id: "sesi", en: "sessions" },
    { remove: removeOldRounds, days: roundDays, id: "putaran pengingat", en: "rounds of reminders" },
    { remove: removeDoneEvents, days: eventDays, id: "catatan kerja", en: "work records" },
  ];
  const done: (Removed & Words)[] = [];
  for (const { remove, days, ...words } of steps)
    done.push({ ...words, ...(await remove(ctx, ctx.now() - days * dayMs, pages)) });
  return inWords(done);
}

function inWords(done: readonly (Removed & Words)[]): Words {
  const some = done.filter(({ rows }) => rows > 0);
  const isDone = done.every((each) => each.isDone);
  const list = (locale: keyof Words) => some.map((each) => `${each.rows} ${each[locale]}`).join(", ");
  if (some.length === 0 && isDone) return { id: "Tidak ada yang perlu dihapus.", en: "Nothing had to be removed." };
  return {
    id: `Dihapus: ${list("id") || "belum ada"}.${isDone ? "" : " Sisanya dihapus pada kali berikutnya."}`,
    en: `Removed: ${list("en") || "nothing yet"}.${isDone ? "" : " The rest goes next time."}`,
  };
}
