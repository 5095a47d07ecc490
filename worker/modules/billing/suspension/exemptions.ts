/** Who is not suspended for arrears, and why. */
import { desc, eq, getTableColumns, lt } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { refuseField, Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import { changed, created } from "../../audit/index.ts";
import { customerById } from "../../customers/index.ts";
import { customers } from "../../customers/schema.ts";
import { commit, commitAndRead, event } from "../../outbox/index.ts";
import { today } from "../invoices/issue.ts";
import { subscriptions, suspensionExemptions } from "../schema.ts";
import type { ExemptionInput, ExemptionQuery } from "./inputs.ts";

const query = ({ store }: Context) =>
  store.db
    .select({
      exemption: getTableColumns(suspensionExemptions),
      customer: { id: customers.id, number: customers.number, name: customers.name, deletedAt: customers.deletedAt },
      subscription: { id: subscriptions.id, number: subscriptions.number },
    })
    .from(suspensionExemptions)
    .innerJoin(customers, store.own(customers, eq(customers.id, suspensionExemptions.customerId)))
    .leftJoin(subscriptions, store.own(subscriptions, eq(subscriptions.id, suspensionExemptions.subscriptionId)))
    .$dynamic();
type Found = Awaited<ReturnType<typeof query>>[number];

const byId = (ctx: Context, id: string) =>
  query(ctx).where(ctx.store.own(suspensionExemptions, eq(suspensionExemptions.id, id)));

/** Exemptions, newest first. */
export async function listExemptions(ctx: Context, { limit, cursor, customerId }: ExemptionQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    query(ctx)
      .where(
        ctx.store.own(
          suspensionExemptions,
          customerId === undefined ? undefined : eq(suspensionExemptions.customerId, customerId),
          after && lt(suspensionExemptions.id, String(after[0])),
        ),
      )
      .orderBy(desc(suspensionExemptions.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    (row) => show(ctx, row),
    ({ exemption }) => [exemption.id],
  );
}

/**
 * Exempts a customer or one of its subscriptions, in place of the exemption that it has; what its arrears suspended goes
 * on again.
 * @throws Refusal naming what is unknown or in the past; `conflict` when another writer was faster
 */
export async function createExemption(ctx: Context, { customerId, subscriptionId, until, reason }: ExemptionInput) {
  const targetId = subscriptionId ?? customerId;
  const [[customer], [subscription], [before]] = await ctx.store.read(
    customerById(ctx, customerId),
    subscriptionOf(ctx, customerId, subscriptionId ?? ""),
    query(ctx).where(ctx.store.own(suspensionExemptions, eq(suspensionExemptions.targetId, targetId))),
  );
  if (!customer) throw refuseField("customerId", "Pelanggan tidak ditemukan.", "No such customer.");
  if (subscriptionId !== null && !subscription)
    throw refuseField("subscriptionId", "Langganan tidak ditemukan.", "No such subscription.");
  if (until !== null && until < today(ctx))
    throw refuseField("until", "Tidak boleh di masa lalu.", "Can't be in the past.");
  const terms = { until, reason, createdByName: ctx.actor.name };
  const row = { id: ctx.id("exm"), customerId, subscriptionId, targetId, ...terms, createdAt: ctx.now() };
  const id = before?.exemption.id ?? row.id;
  const parts = before
    ? changed(ctx, suspensionExemptions, before.exemption, terms, { action: "suspension_exemption.changed" })
    : created(ctx, suspensionExemptions, row, { action: "suspension_exemption.created" });
  try {
    const lifting = event(ctx, "suspension.exempted", { customerId });
    const [found] = await commitAndRead(ctx, [...parts, lifting], byId(ctx, id));
    return show(ctx, found as Found);
  } catch (error) {
    if (violation(error)?.name !== "suspension_exemptions_target") throw error;
    throw new Refusal("conflict");
  }
}

const subscriptionOf = ({ store }: Context, customerId: string, id: string) =>
  store.db
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(store.own(subscriptions, eq(subscriptions.id, id), eq(subscriptions.customerId, customerId)));

/** Ends an exemption; the next run suspends again what is still owed. @throws Refusal `not_found` */
export async function removeExemption(ctx: Context, id: string): Promise<void> {
  const [[found]] = await ctx.store.read(byId(ctx, id));
  if (!found) throw new Refusal("not_found");
  await commit(ctx, removalParts(ctx, found.exemption));
}

const removalParts = (ctx: Context, exemption: Found["exemption"]) => [
  ...changed(ctx, suspensionExemptions, exemption, { until: null }, { action: "suspension_exemption.removed" }),
  ctx.store.remove(suspensionExemptions, eq(suspensionExemptions.id, exemption.id)),
];

const chunk = 25;

/** After a customer was deleted: its exemptions go, and with them the reasons. Safe to repeat. */
export async function removeExemptionsOf(ctx: Context, customerId: string): Promise<void> {
  const { store } = ctx;
  for (;;) {
    const [rows] = await store.read(
      store.db
        .select()
        .from(suspensionExemptions)
        .where(store.own(suspensionExemptions, eq(suspensionExemptions.customerId, customerId)))
        .limit(chunk),
    );
    if (rows.length === 0) return;
    await commit(
      ctx,
      rows.flatMap((row) => removalParts(ctx, row)),
    );
  }
}

const show = (ctx: Context, { exemption, customer, subscription }: Found) => ({
  ...exemption,
  customer: customer.deletedAt === null ? { id: customer.id, number: customer.number, name: customer.name } : null,
  subscription,
  isOver: exemption.until !== null && exemption.until < today(ctx),
  createdAt: isoInstant(exemption.createdAt),
});
