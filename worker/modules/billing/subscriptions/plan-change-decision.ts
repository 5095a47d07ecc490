/** What a change of plan means, before anything is written: whether it may be, what it costs, how billing goes on. */
import type { Context } from "../../../core/context.ts";
import { refuseField, type Refusal } from "../../../core/errors.ts";
import { addDays, addMonths } from "../../../core/time.ts";
import { today } from "../invoices/issue.ts";
import { draftInvoice } from "../runs/draft.ts";
import { earlier, later, periodBounds, periodOf, type Span } from "./periods.ts";
import type { PlanChangeInput } from "./plan-change-inputs.ts";
import { termsChange, termsOf, type Premises } from "./plan-change-queries.ts";
import { sameTerms } from "./prorata.ts";
import { settled, type Settled } from "./settlement.ts";
import { dateRangeDays, requireChoosable, requireDiscountWithin, requireTakes } from "./subscriptions.ts";
import { termsOn, timeline, type DatedTerms, type Terms, type TermsChange } from "./terms.ts";

/** Terms as they are kept: a price of null is the plan's. */
interface KeptTerms {
  planId: string;
  price: number | null;
  discount: number;
}

export interface Decision {
  state: "planned" | "applied";
  wanted: KeptTerms;
  /** What holds on that day otherwise. */
  held: KeptTerms;
  previous: Terms;
  next: Terms;
  settled: Settled;
  nextInvoice: ReturnType<typeof nextInvoice>;
}

/** @throws Refusal `wrong_state`, or naming the field of what can't be */
export function decide(ctx: Context, premises: Premises, input: PlanChangeInput): Decision {
  const { subscription } = premises;
  const { effectiveOn } = input;
  requireTakes(subscription, "edit");
  requireDay(ctx, premises, effectiveOn);
  const current = termsOf(premises.plan, subscription);
  const changes = premises.changes.map(termsChange);
  const { from: _, ...previous } = termsOn(timeline(current, changes, subscription.billFrom), effectiveOn);
  const held = heldOn(premises, effectiveOn);
  const { wanted, next } = wantedTerms(premises, held, input);
  if (sameTerms(previous, next))
    throw refuseField(
      "planId",
      "Ini sama dengan yang berlaku pada hari itu.",
      "This is what holds on that day anyway.",
    );
  const state = effectiveOn > today(ctx) ? "planned" : "applied";
  const after = timeline(
    state === "applied" ? next : current,
    [...changes, { effectiveOn, state, terms: next, previous: current }],
    subscription.billFrom,
  );
  return {
    state,
    wanted,
    held,
    previous,
    next,
    settled: settled(ctx, premises, concernedDays(premises, changes, effectiveOn), next),
    nextInvoice: nextInvoice(ctx, premises, after),
  };
}

/** What giving a planned change up costs, or gives back. */
export function decideWithout(ctx: Context, premises: Premises, changeId: string, effectiveOn: string): Settled {
  const { subscription, plan } = premises;
  const others = premises.changes.filter(({ change }) => change.id !== changeId).map(termsChange);
  const list = timeline(termsOf(plan, subscription), others, subscription.billFrom);
  const { from: _, ...next } = termsOn(list, effectiveOn);
  return settled(ctx, premises, concernedDays(premises, others, effectiveOn), next);
}

/** The billed days that a change of `effectiveOn` concerns: until the next change. */
function concernedDays({ subscription }: Premises, others: readonly TermsChange[], effectiveOn: string): Span {
  const following = others.map((each) => each.effectiveOn).filter((date) => date > effectiveOn);
  return { start: effectiveOn, end: following.reduce(earlier, subscription.billFrom) };
}

function heldOn({ subscription, changes }: Premises, date: string): KeptTerms {
  const planned = changes
    .map(({ change }) => change)
    .filter(({ state, effectiveOn }) => state === "planned" && effectiveOn < date)
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? 1 : -1));
  const { planId, price, discount } = planned[0] ?? subscription;
  return { planId, price, discount };
}

/** @throws Refusal naming `planId` or `discount` */
function wantedTerms({ chosen }: Premises, held: KeptTerms, input: PlanChangeInput) {
  const samePlan = input.planId === held.planId;
  // An archived plan stays on its subscriptions, so their price can change.
  const plan = samePlan && chosen ? { ...chosen, archivedAt: null } : chosen;
  requireChoosable(plan);
  const wanted: KeptTerms = {
    planId: plan.id,
    price: input.price === undefined ? (samePlan ? held.price : null) : input.price,
    discount: input.discount ?? held.discount,
  };
  const next = termsOf(plan, wanted);
  requireDiscountWithin(next.discount, next.price);
  return { wanted, next };
}

/** @throws Refusal naming `effectiveOn` */
function requireDay(ctx: Context, { subscription, changes }: Premises, effectiveOn: string): void {
  const { startsOn, endsOn, billFrom, anchorDay } = subscription;
  const refuse = (id: string, en: string): never => {
    throw refuseField("effectiveOn", id, en);
  };
  if (changes.some(({ change }) => change.effectiveOn === effectiveOn)) throw dayTaken(effectiveOn);
  if (effectiveOn < startsOn) refuse("Tidak boleh sebelum layanan mulai.", "Can't be before the service starts.");
  if (endsOn !== null && effectiveOn > endsOn)
    refuse(`Layanan berakhir pada ${endsOn}. Pilih hari sampai tanggal itu.`, `The service ends on ${endsOn}.`);
  if (effectiveOn > addDays(today(ctx), dateRangeDays))
    refuse("Paling lambat setahun dari sekarang.", "At most a year from now.");
  const last = changes
    .filter(({ change }) => change.state === "applied")
    .map(({ change }) => change.effectiveOn)
    .reduce(later, "");
  if (effectiveOn < last)
    refuse(
      `Paket sudah diganti pada ${last}. Pilih hari sesudahnya.`,
      `The plan was changed on ${last}. Choose a day after that.`,
    );
  const open = periodBounds(addMonths(periodOf(today(ctx), anchorDay), -1), anchorDay).start;
  if (effectiveOn < open && effectiveOn < billFrom)
    refuse(
      `Hari sebelum ${open} sudah ditagih dan ditutup: paling jauh satu periode ke belakang. Koreksi yang lebih lama dibuat dengan nota kredit.`,
      `Days before ${open} are billed and closed: at most one period back. Correct older ones by a credit note.`,
    );
}

export const dayTaken = (effectiveOn: string): Refusal =>
  refuseField(
    "effectiveOn",
    `Pada ${effectiveOn} sudah ada ganti paket. Pilih hari lain, atau batalkan dahulu yang direncanakan.`,
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
