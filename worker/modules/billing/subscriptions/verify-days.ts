/** Proof that the daily totals of subscriptions equal what they are kept up from, and the way back where they do not. */
import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { idFloor } from "../../../core/ids.ts";
import { dateIn, startOfDate } from "../../../core/time.ts";
import { addToRows } from "../../../db/bulk.ts";
import { auditEntries } from "../../audit/schema.ts";
import { commit } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { subscriptionDays, subscriptions } from "../schema.ts";
import { daySums, lifeDays, type DayOfBrand } from "./days.ts";

const pageSize = 500;

/** What the log calls a pause and its end. */
const pauses = { "subscription.suspended": "suspended", "subscription.reactivated": "restored" } as const;

type Day = Required<DayOfBrand>;

/** A day of a brand whose totals are not what they should be. */
export interface DayDifference {
  expected: Day;
  found: Day;
}

/**
 * Counts starts and ends from all subscriptions and pauses from the log, a page at a time, and compares. What changes
 * meanwhile may be told as a difference.
 */
export async function verifySubscriptionDays(ctx: Context): Promise<DayDifference[]> {
  const { db, own, read } = ctx.store;
  const counted = new Days();
  for await (const days of lives(ctx)) counted.add(days);
  for await (const days of pausesUntil(ctx, idFloor("aud", ctx.now() + 1))) counted.add(days);
  const [rows] = await read(db.select().from(subscriptionDays).where(own(subscriptionDays)));
  const kept = new Days();
  kept.add(rows);
  return counted.union(kept).flatMap(([date, brandId]) => {
    const [expected, found] = [counted.of(date, brandId), kept.of(date, brandId)];
    return daySums.every((name) => expected[name] === found[name]) ? [] : [{ expected, found }];
  });
}

/** Sums by day and brand. */
class Days {
  readonly #sums = new Map<string, Day>();

  of(date: string, brandId: string): Day {
    return this.#sums.get(`${date} ${brandId}`) ?? { date, brandId, started: 0, ended: 0, suspended: 0, restored: 0 };
  }

  add(list: readonly DayOfBrand[]): void {
    for (const { date, brandId, ...more } of list) {
      const sum = this.of(date, brandId);
      for (const name of daySums) sum[name] += more[name] ?? 0;
      this.#sums.set(`${date} ${brandId}`, sum);
    }
  }

  get list(): Day[] {
    return [...this.#sums.values()];
  }

  /** Every day and brand of either, in order. */
  union(other: Days): [date: string, brandId: string][] {
    const keys = new Set([...this.#sums.keys(), ...other.#sums.keys()]);
    return [...keys].sort().map((key) => key.split(" ") as [string, string]);
  }
}

async function* lives({ store }: Context): AsyncGenerator<DayOfBrand[]> {
  const { id, state, brandId, startsOn, endsOn } = subscriptions;
  for (let after = ""; ;) {
    const [page] = await store.read(
      store.db
        .select({ id, state, brandId, startsOn, endsOn })
        .from(subscriptions)
        .where(store.own(subscriptions, gt(id, after)))
        .orderBy(asc(id))
        .limit(pageSize),
    );
    yield page.flatMap((row) => lifeDays(row));
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** Pauses and their ends, from the log's entries before `end`. */
async function* pausesUntil({ store, tenant }: Context, end: string): AsyncGenerator<DayOfBrand[]> {
  for (const [action, kind] of Object.entries(pauses))
    for (let after = ""; ;) {
      const [page] = await store.read(
        store.db
          .select({ id: auditEntries.id, at: auditEntries.at, brandId: subscriptions.brandId })
          .from(auditEntries)
          .innerJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, auditEntries.entityId)))
          .where(
            store.own(
              auditEntries,
              eq(auditEntries.action, action),
              and(gt(auditEntries.id, after), lt(auditEntries.id, end)),
            ),
          )
          .orderBy(asc(auditEntries.id))
          .limit(pageSize),
      );
      yield page.map(({ at, brandId }) => ({ date: dateIn(tenant.timeZone, at), brandId, [kind]: 1 }));
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
  for await (const days of pausesUntil(ctx, idFloor("aud", startOfDate(ctx.tenant.timeZone, today(ctx)))))
    paused.add(days);
  const { state, startsOn, endsOn } = subscriptions;
  const happened = sql`(${state} <> 'terminated' or ${endsOn} >= ${startsOn})`;
  await commit(ctx, [
    store.update(subscriptionDays, { started: 0, ended: 0 }),
    store.update(subscriptionDays, { suspended: 0, restored: 0 }, lt(subscriptionDays.date, today(ctx))),
    ...addToRows(store, subscriptionDays, paused.list, ["date", "brandId"], ["suspended", "restored"]),
    addCounted(ctx, "started", startsOn, happened),
    addCounted(ctx, "ended", endsOn, sql`${state} = 'terminated' and ${happened}`),
  ]);
}

/** The statement that adds the subscriptions that `which` holds of to the days that `date` says. */
function addCounted(
  { store }: Context,
  name: "started" | "ended",
  date: typeof subscriptions.startsOn | typeof subscriptions.endsOn,
  which: ReturnType<typeof sql>,
): Statement {
  const counted = (column: string) => (column === name ? sql`count(*)` : sql`0`);
  const sums = store.db
    .select({
      tenantId: subscriptions.tenantId,
      date,
      brandId: subscriptions.brandId,
      started: counted("started"),
      ended: counted("ended"),
      suspended: sql`0`,
      restored: sql`0`,
    })
    .from(subscriptions)
    .where(store.own(subscriptions, which))
    .groupBy(subscriptions.tenantId, date, subscriptions.brandId);
  const more = sql`${subscriptionDays[name]} + excluded.${sql.identifier(name)}`;
  return store.db
    .insert(subscriptionDays)
    .select(sums as never)
    .onConflictDoUpdate({
      target: [subscriptionDays.tenantId, subscriptionDays.date, subscriptionDays.brandId],
      set: name === "started" ? { started: more } : { ended: more },
    });
}
