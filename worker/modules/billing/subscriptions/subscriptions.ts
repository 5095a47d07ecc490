/** Subscriptions: a customer's plan over time. How one pauses and ends is in `subscription-lifecycle.ts`. */
import { asc, desc, eq, getTableColumns, gt, lt, type SQL } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { addDays, isoInstant } from "../../../core/time.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import type { Changes, Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { customerById } from "../../customers/index.ts";
import { customers } from "../../customers/schema.ts";
import { commitAndRead, type Part } from "../../outbox/index.ts";
import { brandQuery, unknownBrand } from "../../tenancy/index.ts";
import { countSubscriptions } from "../invoices/counted.ts";
import { today } from "../invoices/issue.ts";
import { later, periodBounds, periodOf, standingFrom } from "./periods.ts";
import { planById, type Plan } from "../plans/plans.ts";
import { plans, subscriptions } from "../schema.ts";
import { subscriptionTakes, type SubscriptionAction } from "../states.ts";
import type { SubscriptionInput, SubscriptionPatch, SubscriptionQuery } from "./inputs.ts";

export type Subscription = Row<typeof subscriptions>;

/** How far from today a subscription's dates may lie. */
export const dateRangeDays = 366;

const query = (ctx: Context) =>
  ctx.store.db
    .select({
      subscription: getTableColumns(subscriptions),
      plan: { id: plans.id, name: plans.name, price: plans.price },
      customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
    })
    .from(subscriptions)
    .innerJoin(plans, ctx.store.own(plans, eq(plans.id, subscriptions.planId)))
    .innerJoin(customers, ctx.store.own(customers, eq(customers.id, subscriptions.customerId)))
    .$dynamic();
type Found = Awaited<ReturnType<typeof query>>[number];

const byId = (ctx: Context, id: string) => query(ctx).where(ctx.store.own(subscriptions, eq(subscriptions.id, id)));

/** @throws Refusal `not_found` */
export async function loadSubscription(ctx: Context, id: string): Promise<Found> {
  const [[found]] = await ctx.store.read(byId(ctx, id));
  if (!found) throw new Refusal("not_found");
  return found;
}

/** @throws Refusal `wrong_state` */
export function requireTakes({ state }: Subscription, action: SubscriptionAction): void {
  if (subscriptionTakes(state, action)) return;
  throw new Refusal("wrong_state", {
    detail: {
      id: `Langganan berstatus ${state}, jadi ini tidak bisa dilakukan.`,
      en: `The subscription is ${state}, so this can't be done.`,
    },
  });
}

export const getSubscription = async (ctx: Context, id: string) => showSubscription(await loadSubscription(ctx, id));

/** Subscriptions by age, of a customer, on a plan or in a state. */
export async function listSubscriptions(
  ctx: Context,
  { customerId, planId, state, sort, limit, cursor }: SubscriptionQuery,
) {
  const [order, beyond] = sort.startsWith("-") ? [desc, lt] : [asc, gt];
  const after = decodeCursor(cursor, 1);
  const filters: (SQL | undefined)[] = [
    customerId === undefined ? undefined : eq(subscriptions.customerId, customerId),
    planId === undefined ? undefined : eq(subscriptions.planId, planId),
    state === undefined ? undefined : eq(subscriptions.state, state),
    after && beyond(subscriptions.id, String(after[0])),
  ];
  const [rows] = await ctx.store.read(
    query(ctx)
      .where(ctx.store.own(subscriptions, ...filters))
      .orderBy(order(subscriptions.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showSubscription, ({ subscription }) => [subscription.id]);
}

/** @throws Refusal naming the field of what is unknown or out of range */
export async function createSubscription(ctx: Context, input: SubscriptionInput) {
  const { customerId, planId, price, discount } = input;
  const [[customer], [plan], brands] = await ctx.store.read(
    customerById(ctx, customerId),
    planById(ctx, planId),
    brandQuery(ctx, input.brandId ?? ""),
  );
  if (!customer) throw refuseField("customerId", "Pelanggan tidak ditemukan.", "No such customer.");
  requireChoosable(plan);
  const brand = brands[0];
  if (input.brandId !== undefined && (!brand || brand.archivedAt !== null)) throw unknownBrand("brandId");
  requireDiscountWithin(discount, price ?? plan.price);
  const id = ctx.id("sub");
  const row = {
    id,
    number: lastNumber(ctx.store, "subscription"),
    customerId,
    planId,
    brandId: brand?.id ?? customer.brandId,
    state: "active" as const,
    price,
    discount,
    ...beginning(ctx, input),
    createdAt: ctx.now(),
  };
  return writeSubscription(ctx, id, [
    raiseSequence(ctx.store, "subscription"),
    ...created(ctx, subscriptions, row, { action: "subscription.created" }),
    ...countSubscriptions(ctx, [{ after: row }]),
  ]);
}

/** When service and billing begin. @throws Refusal naming the date that is out of range */
export function beginning(
  ctx: Context,
  { startsOn = today(ctx), ...input }: Pick<SubscriptionInput, "startsOn" | "billFrom" | "anchorDay">,
) {
  const anchorDay = input.anchorDay ?? (ctx.tenant.settings["anchorDay"] as number | null) ?? Number(startsOn.slice(8));
  if (startsOn > addDays(today(ctx), dateRangeDays))
    throw refuseField("startsOn", "Paling lambat setahun dari sekarang.", "At most a year from now.");
  const currentPeriod = periodBounds(periodOf(today(ctx), anchorDay), anchorDay);
  const billFrom = input.billFrom ?? later(startsOn, currentPeriod.start);
  if (billFrom < startsOn)
    throw refuseField("billFrom", "Tidak boleh sebelum layanan mulai.", "Can't be before the service starts.");
  if (billFrom < addDays(today(ctx), -dateRangeDays) || billFrom > addDays(today(ctx), dateRangeDays))
    throw refuseField("billFrom", "Paling jauh setahun dari sekarang.", "At most a year from now.");
  return { startsOn, anchorDay, billFrom, nextPeriod: periodOf(billFrom, anchorDay) };
}

/** Changes hold from the first day that is not billed yet. */
export async function updateSubscription(ctx: Context, id: string, patch: SubscriptionPatch) {
  const [[found], [chosen]] = await ctx.store.read(byId(ctx, id), planById(ctx, patch.planId ?? ""));
  if (!found) throw new Refusal("not_found");
  const before = found.subscription;
  requireTakes(before, "edit");
  if (patch.planId !== undefined && patch.planId !== before.planId) requireChoosable(chosen);
  const after = { ...before, ...patch };
  requireDiscountWithin(after.discount, after.price ?? chosen?.price ?? found.plan.price);
  const changes: Changes<typeof subscriptions> = {
    ...patch,
    ...(after.anchorDay !== before.anchorDay && standingFrom(after, before.billFrom)),
  };
  return writeSubscription(ctx, id, changed(ctx, subscriptions, before, changes, { action: "subscription.updated" }));
}

/** Writes a batch and gives the subscription as it is then. */
export async function writeSubscription(ctx: Context, id: string, parts: readonly Part[]) {
  const [found] = await commitAndRead(ctx, parts, byId(ctx, id));
  return showSubscription(found as Found);
}

function requireChoosable(plan: Plan | undefined): asserts plan is Plan {
  if (!plan) throw refuseField("planId", "Paket tidak ditemukan.", "No such plan.");
  if (plan.archivedAt !== null)
    throw refuseField("planId", "Paket ini sudah diarsipkan.", "This plan has been archived.");
}

function requireDiscountWithin(discount: number, price: number): void {
  if (discount > price) throw refuseField("discount", "Diskon melebihi harga.", "The discount exceeds the price.");
}

/** A subscription as the API shows it. */
const showSubscription = ({ subscription, plan, customer }: Found) => ({
  ...subscription,
  plan,
  customer: customer.deletedAt === null ? { id: customer.id, number: customer.number, name: customer.name } : null,
  effectivePrice: subscription.price ?? plan.price,
  createdAt: isoInstant(subscription.createdAt),
});
