/**
 * Working the schedules off: each round is a due date (or a range of them) and a step, gone through in chunks along the
 * index of unpaid invoices. A chunk's marks and events are one batch; whom it tells is told by the event, later (B02).
 */
import { and, asc, eq, exists, gt, gte, isNull, lt, lte, notExists, notInArray, or, sql, type SQL } from "drizzle-orm";
import { alias, violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { addDays, hourIn, startOfDate } from "../../../core/time.ts";
import { insertRows } from "../../../db/bulk.ts";
import { commit, events } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { owedIn } from "../invoices/owed.ts";
import { invoices, reminders, subscriptions, suspensionExemptions } from "../schema.ts";
import { scopesOf, within, type Scoped } from "../scope.ts";
import { concerns, isActive } from "../suspension/arrears.ts";
import { policiesQuery, scopedPolicies, type ScopedPolicy } from "../suspension/policies.ts";
import { dueNotices } from "../suspension/policy.ts";
import { finishedRounds, finishRound } from "./rounds.ts";
import { defaultRules, dueRules, stepOf, type ReminderRule } from "./rules.ts";
import { schedulesQuery, type Schedule } from "./schedules.ts";

const chunk = 100;
const mostAttempts = 8;
/** Notices go out from this hour, and before the first reminder of the day, so that a notice is what the day tells. */
const noticeHour = 8;

/** Invoices that are told the same on one day. */
interface Round {
  id: string;
  step: string;
  dueFrom: string | null;
  dueTo: string;
  /** Issued before this date: who has just got the invoice is not reminded of it as well. */
  issuedBefore: string;
  /** The day on which the subscription is suspended unless it is paid; null for a reminder. */
  suspendsOn: string | null;
  outlets: ReminderRule["outlets"];
  /** Which invoices of those dates. */
  which: SQL | undefined;
}

/**
 * Tells the customers whose reminders or notices are due. Safe to repeat: an invoice is told each step once, and one thing
 * a day.
 * @param since what was due before this moment is not caught up
 * @returns how many invoices were told of
 */
export async function sendReminders(ctx: Context, since: number, size = chunk): Promise<number> {
  const [schedules, policies] = await ctx.store.read(schedulesQuery(ctx), policiesQuery(ctx));
  const scopes = schedulesOf(schedules);
  const firstHour = Math.min(noticeHour, ...scopes.flatMap(({ rules }) => hoursOf(rules)));
  const rounds = [
    ...scopedPolicies(policies).flatMap((policy) => noticeRounds(ctx, policy, firstHour)),
    ...scopes.flatMap((schedule) => reminderRounds(ctx, schedule, since)),
  ];
  const done = await finishedRounds(
    ctx,
    rounds.map(({ id }) => id),
  );
  let told = 0;
  for (const round of rounds.filter(({ id }) => !done.has(id))) {
    told += await tellRound(ctx, round, size);
    await finishRound(ctx, round.id);
  }
  return told;
}

interface ScopedSchedule extends Scoped {
  rules: readonly ReminderRule[];
  savedAt: number;
}

function schedulesOf(rows: readonly Schedule[]): ScopedSchedule[] {
  const own = rows.filter(({ brandId, rules }) => brandId !== null && rules !== null).map(({ id }) => id);
  return scopesOf(own).map((scope) => {
    const row = rows.find(({ id }) => id === scope.id);
    return { ...scope, rules: row?.rules ?? defaultRules, savedAt: row?.savedAt ?? 0 };
  });
}

const hoursOf = (rules: readonly ReminderRule[]): number[] =>
  rules.filter(({ enabled }) => enabled).map(({ hour }) => hour);

const hourNow = (ctx: Context): number => hourIn(ctx.tenant.timeZone, ctx.now());

function reminderRounds(ctx: Context, { rules, savedAt, ...scope }: ScopedSchedule, since: number): Round[] {
  return dueRules(rules, today(ctx), hourNow(ctx)).flatMap(({ rule, dueOn }): Round[] => {
    const day = addDays(dueOn, rule.offsetDays);
    const dueAt = startOfDate(ctx.tenant.timeZone, day) + rule.hour * 3_600_000;
    if (dueAt < Math.max(since, savedAt)) return [];
    const step = stepOf(rule);
    return [
      {
        id: `remind:${scope.id}:${step}:${dueOn}`,
        step,
        dueFrom: dueOn,
        dueTo: dueOn,
        issuedBefore: day,
        suspendsOn: null,
        outlets: rule.outlets,
        which: within(invoices.brandId, scope),
      },
    ];
  });
}

function noticeRounds(ctx: Context, scope: ScopedPolicy, firstHour: number): Round[] {
  if (hourNow(ctx) < firstHour || hourNow(ctx) >= noticeHour + 12) return [];
  return dueNotices(scope.policy, scope.activeFrom, today(ctx)).map(({ suspendsOn, daysBefore, dueFrom, dueTo }) => ({
    id: `notice:${scope.id}:${scope.version}:${suspendsOn}:${daysBefore}`,
    step: `notice-${daysBefore} ${suspendsOn}`,
    dueFrom,
    dueTo,
    issuedBefore: today(ctx),
    suspendsOn,
    outlets: null,
    which: and(exists(endangered(ctx, scope)), owesEnough(ctx, scope)),
  }));
}

/** Active subscriptions that an invoice would suspend. */
function endangered(ctx: Context, scope: ScopedPolicy) {
  const { store } = ctx;
  const exemption = store.db
    .select({ id: suspensionExemptions.id })
    .from(suspensionExemptions)
    .where(
      store.own(
        suspensionExemptions,
        eq(suspensionExemptions.customerId, subscriptions.customerId),
        or(isNull(suspensionExemptions.subscriptionId), eq(suspensionExemptions.subscriptionId, subscriptions.id)),
        or(isNull(suspensionExemptions.until), gte(suspensionExemptions.until, today(ctx))),
      ),
    );
  return store.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      store.own(
        subscriptions,
        eq(subscriptions.customerId, invoices.customerId),
        isActive,
        concerns(invoices.subscriptionId),
        within(subscriptions.brandId, scope),
        notExists(exemption),
      ),
    );
}

const others = alias(invoices, "others");

/** What its customer owes, of this invoice and older ones, reaches the policy's minimum. */
function owesEnough({ store }: Context, { policy }: ScopedPolicy): SQL | undefined {
  if (policy.minimumOwed <= 1) return undefined;
  const sum = store.db
    .select({ owed: sql`sum(${owedIn(others)})` })
    .from(others)
    .where(
      store.own(
        others,
        eq(others.customerId, invoices.customerId),
        // Spelled so that D1 looks invoices up by their customer.
        notInArray(others.state, ["draft", "paid", "void"]),
        lte(others.dueOn, invoices.dueOn),
      ),
    );
  return sql`(${sum}) >= ${policy.minimumOwed}`;
}

async function tellRound(ctx: Context, round: Round, size: number): Promise<number> {
  let told = 0;
  // An invoice that becomes overdue meanwhile is met in the second half.
  for (const state of ["awaiting_payment", "overdue"] as const) {
    let after: { dueOn: string; id: string } | undefined;
    for (let attempt = 1; ;) {
      const [rows] = await ctx.store.read(untoldQuery(ctx, round, state, after, size));
      try {
        if (rows.length > 0) await commit(ctx, tellingParts(ctx, round, rows));
      } catch (error) {
        // A twin told some of them first.
        const isTold = ["reminders_pk", "reminders_day"].includes(violation(error)?.name ?? "");
        if (!isTold || attempt++ >= mostAttempts) throw error;
        continue;
      }
      attempt = 1;
      told += rows.length;
      after = rows.at(-1);
      if (rows.length < size) break;
    }
  }
  return told;
}

function untoldQuery(
  ctx: Context,
  { step, dueFrom, dueTo, issuedBefore, which }: Round,
  state: "awaiting_payment" | "overdue",
  after: { dueOn: string; id: string } | undefined,
  limit: number,
) {
  const { store } = ctx;
  const told = store.db
    .select({ step: reminders.step })
    .from(reminders)
    .where(
      store.own(
        reminders,
        eq(reminders.invoiceId, invoices.id),
        or(eq(reminders.step, step), eq(reminders.toldOn, today(ctx))),
      ),
    );
  return store.db
    .select({ id: invoices.id, number: invoices.number, customerId: invoices.customerId, dueOn: invoices.dueOn })
    .from(invoices)
    .where(
      store.own(
        invoices,
        eq(invoices.state, state),
        lte(invoices.dueOn, dueTo),
        dueFrom === null ? undefined : gte(invoices.dueOn, dueFrom),
        after && gte(invoices.dueOn, after.dueOn),
        after && or(gt(invoices.dueOn, after.dueOn), gt(invoices.id, after.id)),
        lt(invoices.issuedOn, issuedBefore),
        which,
        notExists(told),
      ),
    )
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(limit);
}
type Untold = Awaited<ReturnType<typeof untoldQuery>>[number];

const tellingParts = (ctx: Context, { step, suspendsOn, outlets }: Round, rows: readonly Untold[]) => [
  insertRows(
    ctx.store,
    reminders,
    rows.map(({ id }) => ({ invoiceId: id, step, toldOn: today(ctx), createdAt: ctx.now() })),
  ),
  events(
    ctx,
    "invoice.reminder_due",
    rows.map(({ id, ...invoice }) => ({ invoiceId: id, ...invoice, suspendsOn, outlets })),
  ),
];
