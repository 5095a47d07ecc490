/** Proof that the daily totals of subscriptions equal what they are kept up from, and the way back where they do not. */
import { eq, gt, lt, sql } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { idFloor } from "../../../core/ids.ts";
import { dateIn, startOfDate } from "../../../core/time.ts";
import { addToRows } from "../../../db/bulk.ts";
import { auditEntries } from "../../audit/schema.ts";
import { commit } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { subscriptionDays, subscriptions } from "../schema.ts";
import type { Difference } from "../totals/check.ts";
import { daySums, type DayOfBrand } from "./days.ts";

const pageSize = 500;

/** What the log calls a pause and its end, by hand and by the suspension policy. */
const pauses = {
  "subscription.suspended": "suspended",
  "subscription.reactivated": "restored",
  "subscription.restored": "restored",
} as const;

const { state, startsOn, endsOn, brandId, tenantId } = subscriptions;
/** It was not called off before it started. */
const happened = sql`(${state} <> 'terminated' or ${endsOn} >= ${startsOn})`;
const hasEnded = sql`${state} = 'terminated' and ${endsOn} >= ${startsOn}`;

/** Counts starts and ends from all subscriptions and pauses from the log, and compares. */
export async function verifySubscriptionDays(ctx: Context): Promise<Difference[]> {
  const { db, own, read } = ctx.store;
  const counted = new Days();
  await addPauses(ctx, counted, idFloor("aud", ctx.now() + 1));
  const count = sql<number>`count(*)`.mapWith(Number);
  const [started, ended, rows] = await read(
    db
      .select({ date: startsOn, brandId, started: count })
      .from(subscriptions)
      .where(own(subscriptions, happened))
      .groupBy(startsOn, brandId),
    db
      .select({ date: sql<string>`${endsOn}`, brandId, ended: count })
      .from(subscriptions)
      .where(own(subscriptions, hasEnded))
      .groupBy(endsOn, brandId),
    db.select().from(subscriptionDays).where(own(subscriptionDays)),
  );
  counted.add(started);
  counted.add(ended);
  const kept = new Days();
  kept.add(rows);
  return counted.differences(kept);
}

/** Sums by day and brand. */
class Days {
  readonly #sums = new Map<string, Required<DayOfBrand>>();

  #of(date: string, brand: string): Required<DayOfBrand> {
    const known = this.#sums.get(`${date} ${brand}`);
    return known ?? { date, brandId: brand, started: 0, ended: 0, suspended: 0, restored: 0 };
  }

  add(list: readonly DayOfBrand[]): void {
    for (const { date, brandId: brand, ...more } of list) {
      const sum = this.#of(date, brand);
      for (const name of daySums) sum[name] += more[name] ?? 0;
      this.#sums.set(`${date} ${brand}`, sum);
    }
  }

  get list(): Required<DayOfBrand>[] {
    return [...this.#sums.values()];
  }

  /** What differs in those that are kept. */
  differences(kept: Days): Difference[] {
    const keys = new Set([...this.#sums.keys(), ...kept.#sums.keys()]);
    return [...keys].sort().flatMap((key) => {
      const [date = "", brand = ""] = key.split(" ");
      const [should, is] = [this.#of(date, brand), kept.#of(date, brand)];
      const sums = daySums
        .filter((name) => should[name] !== is[name])
        .map((name) => [name, { counted: should[name], kept: is[name] }]);
      return sums.length === 0
        ? []
        : [{ total: "subscription_days", key: { date, brandId: brand }, sums: Object.fromEntries(sums) }];
    });
  }
}

/** Adds pauses and their ends, from the log's entries before `end`. */
async function addPauses({ store, tenant }: Context, days: Days, end: string): Promise<void> {
  for (const [action, kind] of Object.entries(pauses))
    for (let after = ""; ;) {
      const [page] = await store.read(
        store.db
          .select({ id: auditEntries.id, at: auditEntries.at, brandId })
          .from(auditEntries)
          .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, auditEntries.entityId)))
          .where(
            store.own(
              auditEntries,
              eq(auditEntries.action, action),
              gt(auditEntries.id, after),
              lt(auditEntries.id, end),
            ),
          )
          .orderBy(auditEntries.id)
          .limit(pageSize),
      );
      days.add(page.map((row) => ({ date: dateIn(tenant.timeZone, row.at), brandId: row.brandId, [kind]: 1 })));
      const last = page.at(-1);
      if (!last) break;
      after = last.id;
    }
}

/**
 * Job: counts starts and ends anew in one batch, and the pauses of all days but today, which no longer change. It may be
 * repeated.
 */
export async function rebuildSubscriptionDays(ctx: Context): Promise<void> {
  const { store } = ctx;
  const paused = new Days();
  await addPauses(ctx, paused, idFloor("aud", startOfDate(ctx.tenant.timeZone, today(ctx))));
  await commit(ctx, [
    store.update(subscriptionDays, { started: 0, ended: 0 }),
    store.update(subscriptionDays, { suspended: 0, restored: 0 }, lt(subscriptionDays.date, today(ctx))),
    ...addToRows(store, subscriptionDays, paused.list, ["date", "brandId"], ["suspended", "restored"]),
    addCounted(ctx, "started"),
    addCounted(ctx, "ended"),
  ]);
}

/** The statement that adds what all subscriptions started, or ended, to the days on which they did. */
function addCounted({ store }: Context, name: "started" | "ended"): Statement {
  const [date, which] = name === "started" ? [startsOn, happened] : [endsOn, hasEnded];
  const sums = store.db
    .select({
      tenantId,
      date: sql`${date}`,
      brandId,
      started: name === "started" ? sql`count(*)` : sql`0`,
      ended: name === "ended" ? sql`count(*)` : sql`0`,
      suspended: sql`0`,
      restored: sql`0`,
    })
    .from(subscriptions)
    .where(store.own(subscriptions, which))
    .groupBy(tenantId, date, brandId);
  const more = sql`${subscriptionDays[name]} + excluded.${sql.identifier(name)}`;
  return store.db
    .insert(subscriptionDays)
    .select(sums as never)
    .onConflictDoUpdate({
      target: [subscriptionDays.tenantId, subscriptionDays.date, subscriptionDays.brandId],
      set: name === "started" ? { started: more } : { ended: more },
    });
}
