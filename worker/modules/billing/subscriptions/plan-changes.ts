/**
 * Changes of plan. What is billed always agrees with the terms that hold, also with those that are planned: so a change
 * settles the billed days that it concerns when it is made, runs bill the other days on the terms of each, and on its day
 * nothing is left to be paid.
 */
import { and, desc, eq, lt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../../core/http/page.ts";
import { addDays, addMonths, isoInstant } from "../../../core/time.ts";
import { changed } from "../../audit/index.ts";
import { commitAndRead, event, type Part } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { draftInvoice } from "../runs/draft.ts";
import { planChanges, subscriptions } from "../schema.ts";
import { applyDueChanges } from "./due-plan-changes.ts";
import { earlier, later, periodBounds, periodOf } from "./periods.ts";
import type { PlanChangeInput } from "./plan-change-inputs.ts";
import {
  loadPremises,
  planChangeById,
  planChangesQuery,
  termsChange,
  termsOf,
  type PlanChangeRow,
  type Premises,
} from "./plan-change-queries.ts";
import { sameTerms } from "./prorata.ts";
import { settled, settledParts, showSettled, type Settled } from "./settlement.ts";
import { dateRangeDays, loadSubscription, requireChoosable, requireDiscountWithin, requireTakes } from "./subscriptions.ts";
import { termsOn, timeline, type DatedTerms, type Terms, type TermsChange } from "./terms.ts";

/** What a change means. */
interface Decision {
  state: "planned" | "applied";
  /** As it is kept: a price of null is the plan's. */
  wanted: { planId: string; price: number | null; discount: number };
  previous: Terms;
  next: Terms;
  settled: Settled;
  nextInvoice: ReturnType<typeof nextInvoice>;
}

/** What a change would do; nothing is written. @throws Refusal as `changePlan` does */
export async function previewPlanChange(ctx: Context, id: string, input: PlanChangeInput) {
  const premises = await loadCurrent(ctx, id, input.planId);
  const { state, wanted, previous, next, ...decision } = decide(ctx, premises, input);
  return {
    subscriptionId: id,
    version: premises.subscription.version,
    effectiveOn: input.effectiveOn,
    state,
    previous: showTerms(previous),
    next: showTerms(next),
    ...showSettled(decision.settled),
    nextInvoice: decision.nextInvoice,
  };
}

/**
 * Changes the plan, its price or the discount from a day on. What this costs for days that are billed already is invoiced
 * or credited at once; a day to come stays planned until then.
 * @throws Refusal `wrong_state` or naming what is wrong; `conflict` when the subscription is not as `version` says any more
 */
export async function changePlan(ctx: Context, id: string, input: PlanChangeInput) {
  const premises = await loadCurrent(ctx, id, input.planId);
  const { subscription, customer } = premises;
  if (input.version !== undefined && input.version !== subscription.version) throw new Refusal("conflict");
  const { state, wanted, settled: decided } = decide(ctx, premises, input);
  const { effectiveOn } = input;
  const { invoiceId = null, parts } = settledParts(ctx, premises, decided);
  const change = {
    id: ctx.id("pch"),
    subscriptionId: id,
    effectiveOn,
    state,
    ...wanted,
    previousPlanId: subscription.planId,
    previousPrice: subscription.price,
    previousDiscount: subscription.discount,
    difference: decided.difference,
    invoiceId,
    createdAt: ctx.now(),
  };
  const note = { effectiveOn, difference: decided.difference };
  const subscriptionParts =
    state === "applied"
      ? [
          ...changed(ctx, subscriptions, subscription, wanted, { action: "subscription.plan_changed", note }),
          event(ctx, "subscription.plan_changed", {
            planChangeId: change.id,
            subscriptionId: id,
            customerId: customer.id,
          }),
        ]
      : changed(ctx, subscriptions, subscription, {}, {
          action: "subscription.plan_change_planned",
          note: { ...wanted, ...note },
        });
  return write(ctx, change.id, effectiveOn, [
    ...subscriptionParts,
    ctx.store.insert(planChanges, change),
    ...parts,
  ]);
}

/** Takes a planned change back, and with it what it has cost so far. @throws Refusal `wrong_state` when it is not planned */
export async function cancelPlanChange(ctx: Context, id: string, changeId: string) {
  const premises = await loadPremises(ctx, id);
  const row = premises.changes.find(({ change }) => change.id === changeId);
  if (!row) throw await notPlanned(ctx, changeId);
  if (row.change.state !== "planned") throw await notPlanned(ctx, changeId);
  const { effectiveOn } = row.change;
  const others = premises.changes.filter((each) => each !== row).map(termsChange);
  const { from: _, ...next } = termsOn(timeline(currentTerms(premises), others, premises.subscription.billFrom), effectiveOn);
  const decided = settled(ctx, premises, concerned(premises, others, effectiveOn), next);
  return write(ctx, changeId, effectiveOn, [
    ...changed(ctx, subscriptions, premises.subscription, {}, {
      action: "subscription.plan_change_cancelled",
      note: { effectiveOn, difference: decided.difference },
    }),
    ctx.store.update(
      planChanges,
      { state: "cancelled" },
      and(eq(planChanges.id, changeId), eq(planChanges.state, "planned")),
    ),
    ...settledParts(ctx, premises, decided).parts,
  ]);
}

async function notPlanned(ctx: Context, changeId: string): Promise<Refusal> {
  const [[found]] = await ctx.store.read(planChangeById(ctx, changeId));
  if (!found) return new Refusal("not_found");
  return new Refusal("wrong_state", {
    detail: {
      id: "Hanya perubahan yang masih direncanakan yang bisa dibatalkan.",
      en: "Only a change that is still planned can be cancelled.",
    },
  });
}

/** A subscription's changes of plan, the newest first. @throws Refusal `not_found` */
export async function listPlanChanges(ctx: Context, id: string, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const rows = await planChangesQuery(ctx)
    .where(
      ctx.store.own(
        planChanges,
        eq(planChanges.subscriptionId, id),
        after && lt(planChanges.id, String(after[0])),
      ),
    )
    .orderBy(desc(planChanges.id))
    .limit(limit + 1);
  return pageFrom(rows, limit, showPlanChange, ({ change }) => [change.id]);
}

async function write(ctx: Context, changeId: string, effectiveOn: string, parts: readonly Part[]) {
  try {
    const [row] = await commitAndRead(ctx, parts, planChangeById(ctx, changeId));
    return showPlanChange(row as PlanChangeRow);
  } catch (error) {
    if (violation(error)?.name !== "plan_changes_day") throw error;
    throw dayTaken(effectiveOn);
  }
}

/** What is known of the subscription, after what was to happen by now has happened. */
async function loadCurrent(ctx: Context, id: string, planId: string): Promise<Premises> {
  const premises = await loadPremises(ctx, id, planId);
  const isDue = ({ change }: PlanChangeRow) => change.state === "planned" && change.effectiveOn <= today(ctx);
  if (premises.subscription.state === "terminated" || !premises.changes.some(isDue)) return premises;
  await applyDueChanges(ctx, id);
  return loadPremises(ctx, id, planId);
}

const currentTerms = ({ plan, subscription }: Premises): Terms => termsOf(plan, subscription);

/** The billed days that a change of `effectiveOn` concerns: until the next change. */
function concerned({ subscription }: Premises, others: readonly TermsChange[], effectiveOn: string) {
  const following = others.map((each) => each.effectiveOn).filter((date) => date > effectiveOn);
  return { start: effectiveOn, end: following.reduce(earlier, subscription.billFrom) };
}

function decide(ctx: Context, premises: Premises, input: PlanChangeInput): Decision {
  const { subscription, chosen } = premises;
  const { effectiveOn } = input;
  requireTakes(subscription, "edit");
  requireDay(ctx, premises, effectiveOn);
  const samePlan = input.planId === subscription.planId;
  if (samePlan) requireChoosable(chosen && { ...chosen, archivedAt: null });
  else requireChoosable(chosen);
  const wanted = {
    planId: chosen.id,
    price: input.price === undefined && samePlan ? subscription.price : (input.price ?? null),
    discount: input.discount ?? subscription.discount,
  };
  const next = termsOf(chosen, wanted);
  requireDiscountWithin(next.discount, next.price);
  const current = currentTerms(premises);
  const changes = premises.changes.map(termsChange);
  const { from: _, ...previous } = termsOn(timeline(current, changes, subscription.billFrom), effectiveOn);
  if (sameTerms(previous, next))
    throw refuseField("planId", "Ini sama dengan yang berlaku pada tanggal itu.", "This is what holds on that day anyway.");
  const state = effectiveOn > today(ctx) ? "planned" : "applied";
  const after = timeline(
    state === "applied" ? next : current,
    [...changes, { effectiveOn, state, terms: next, previous: current }],
    subscription.billFrom,
  );
  return {
    state,
    wanted,
    previous,
    next,
    settled: settled(ctx, premises, concerned(premises, changes, effectiveOn), next),
    nextInvoice: nextInvoice(ctx, premises, after),
  };
}

/** @throws Refusal naming `effectiveOn` */
function requireDay(ctx: Context, { subscription, changes }: Premises, effectiveOn: string): void {
  const { startsOn, endsOn, billFrom, anchorDay } = subscription;
  if (changes.some(({ change }) => change.effectiveOn === effectiveOn)) throw dayTaken(effectiveOn);
  if (effectiveOn < startsOn)
    throw refuseField("effectiveOn", "Tidak boleh sebelum layanan mulai.", "Can't be before the service starts.");
  if (endsOn !== null && effectiveOn > endsOn)
    throw refuseField(
      "effectiveOn",
      `Layanan berakhir pada ${endsOn}; pilih tanggal sampai hari itu.`,
      `The service ends on ${endsOn}; choose a day up to then.`,
    );
  if (effectiveOn > addDays(today(ctx), dateRangeDays))
    throw refuseField("effectiveOn", "Paling lambat setahun dari sekarang.", "At most a year from now.");
  const last = changes
    .filter(({ change }) => change.state === "applied")
    .map(({ change }) => change.effectiveOn)
    .reduce(later, "");
  if (effectiveOn < last)
    throw refuseField(
      "effectiveOn",
      `Paket sudah diganti pada ${last}; pilih tanggal sesudahnya.`,
      `The plan was changed on ${last}; choose a day after that.`,
    );
  const currentPeriod = periodOf(today(ctx), anchorDay);
  const open = periodBounds(addMonths(currentPeriod, -1), anchorDay).start;
  if (effectiveOn < open && effectiveOn < billFrom)
    throw refuseField(
      "effectiveOn",
      `Hari-hari sebelum ${open} sudah ditagih dan ditutup. Paling jauh satu periode ke belakang; koreksi yang lebih lama dibuat dengan nota kredit.`,
      `The days before ${open} are billed and closed. At most one period back; correct older ones with a credit note.`,
    );
}

const dayTaken = (effectiveOn: string): Refusal =>
  refuseField(
    "effectiveOn",
    `Pada ${effectiveOn} sudah ada ganti paket. Pilih tanggal lain, atau batalkan yang direncanakan dahulu.`,
    `There is a change of plan on ${effectiveOn} already. Choose another day, or cancel the planned one first.`,
  );

/** What the next run will bill of it, as far as is known today; null where it bills nothing. */
function nextInvoice(ctx: Context, { subscription, brand }: Premises, terms: readonly DatedTerms[]) {
  if (subscription.state !== "active") return null;
  const { taxRateBasisPoints, taxInclusive } = brand;
  const through = later(subscription.nextPeriod, today(ctx).slice(0, 7));
  const draft = draftInvoice({ ...subscription, terms, taxRateBasisPoints, taxInclusive }, through);
  if (!draft) return null;
  const { items, periods, subtotal, discount, tax, total } = draft;
  return { items, periods, subtotal, discount, tax, total };
}

const showTerms = ({ planId, planName, price, discount }: Terms) => ({
  plan: { id: planId, name: planName },
  price,
  discount,
});

/** A change of plan as the API shows it. */
const showPlanChange = ({ change, plan, previousPlan }: PlanChangeRow) => ({
  ...change,
  previous: showTerms(termsOf(previousPlan, { price: change.previousPrice, discount: change.previousDiscount })),
  next: showTerms(termsOf(plan, change)),
  createdAt: isoInstant(change.createdAt),
});
