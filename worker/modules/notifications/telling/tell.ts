/** Telling people: everybody who is to know, once each, in one atomic batch; then the feed and the channels' queues. */
import { eq, sql, type SQL } from "drizzle-orm";
import { violation, type Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { publishToUsers } from "../../../core/objects.ts";
import { isoInstant } from "../../../core/time.ts";
import { insertRows } from "../../../db/bulk.ts";
import { lastNumber, raiseSequence } from "../../../db/sequences.ts";
import { commitAndRead, type Event } from "../../outbox/index.ts";
import { senderQuery } from "./accounts.ts";
import { kindOf, kindsOfEvent } from "../kinds/index.ts";
import type { Kind, Occasion, Value } from "../kind.ts";
import { goesNow, plan, type Known, type Planned } from "./plan.ts";
import { enqueue } from "../delivery/queue.ts";
import { isMeant, memberAsRecipient, memberQueries, membersToRead, othersOf, type Recipient } from "./recipients.ts";
import { deliveries, notificationRules, notifications, notificationTemplates } from "../schema.ts";

/** Tells what an event of the outbox brings about. Safe to repeat. */
export async function notifyOf(ctx: Context, event: Event): Promise<void> {
  for (const kind of kindsOfEvent(event.type)) {
    const occasion = await kind.occasion(ctx, event);
    if (occasion) await tellOccasion(ctx, kind, event.id, occasion);
  }
}

/** What another module tells directly. */
export interface Telling extends Omit<Occasion, "values"> {
  kind: string;
  /** What it comes of: whoever was told of the same is not told again. */
  sourceKey: string;
  values: Record<string, Value>;
}

/** Tells something that no event says. Safe to repeat with the same `sourceKey`. */
export const tell = (ctx: Context, { kind, sourceKey, ...occasion }: Telling): Promise<number> =>
  tellOccasion(ctx, kindOf(kind), sourceKey, occasion);

/** @returns how many were told */
export async function tellOccasion(ctx: Context, kind: Kind, sourceKey: string, occasion: Occasion): Promise<number> {
  const { recipients, known } = await loadAll(ctx, kind, occasion);
  const planned = plan(ctx, kind, sourceKey, occasion, recipients, known);
  if (planned.notifications.length === 0) return 0;
  const written = await write(ctx, planned, toldQuery(ctx, kind, sourceKey));
  if (written)
    await enqueue(
      ctx,
      planned.deliveries.filter((delivery) => goesNow(delivery, ctx.now())),
    );
  await publish(ctx, written ?? (await ctx.store.read(toldQuery(ctx, kind, sourceKey)))[0]);
  return planned.notifications.length;
}

async function loadAll(
  ctx: Context,
  kind: Kind,
  occasion: Occasion,
): Promise<{ recipients: Recipient[]; known: Known }> {
  const { store } = ctx;
  const common = [
    store.db
      .select()
      .from(notificationRules)
      .where(store.own(notificationRules, eq(notificationRules.id, kind.name))),
    templatesQuery(ctx, kind),
    senderQuery(ctx),
  ] as const;
  const isStaff = typeof kind.audience !== "string" || occasion.userIds !== undefined;
  if (!isStaff) {
    const [[rule], templates, senders] = await store.read(...common);
    return { recipients: othersOf(ctx, occasion), known: { rule, templates, senders } };
  }
  const [[rule], templates, senders, members, devices] = await store.read(
    ...common,
    ...memberQueries(ctx, membersToRead(occasion)),
  );
  const staff = members
    .filter((member) => isMeant(kind, occasion, rule?.roles ?? null, member))
    .map((member) => memberAsRecipient(member, devices));
  return {
    recipients: occasion.userIds && !occasion.withTenant ? staff : [...staff, ...othersOf(ctx, occasion)],
    known: { rule, templates, senders },
  };
}

/** The query for the tenant's own texts of a kind. */
export const templatesQuery = ({ store }: Context, kind: Kind) =>
  store.db
    .select()
    .from(notificationTemplates)
    .where(store.own(notificationTemplates, eq(notificationTemplates.kind, kind.name)));

/** @returns what was told; undefined where the same was told before: a repeat, or a twin that was faster */
async function write(ctx: Context, planned: Planned, told: ToldQuery): Promise<Told[] | undefined> {
  try {
    return await commitAndRead(ctx, planStatements(ctx, planned), told);
  } catch (error) {
    if (violation(error)?.name === "notifications_source") return undefined;
    throw error;
  }
}

/** The statements that write what was planned, numbered in its order. */
export function planStatements({ store }: Context, planned: Planned): Statement[] {
  const number = ({ ordinal }: { ordinal: SQL<number> }) =>
    sql`${lastNumber(store, series)} - ${planned.notifications.length} + ${ordinal}`;
  return [
    raiseSequence(store, series, planned.notifications.length),
    insertRows(store, notifications, planned.notifications, { number }),
    ...(planned.deliveries.length > 0 ? [insertRows(store, deliveries, planned.deliveries)] : []),
  ];
}

const series = "notification";

/** What the feeds hold of one occasion, with the numbers that they were given. */
const toldQuery = ({ store }: Context, kind: Kind, sourceKey: string) =>
  store.db
    .select({
      id: notifications.id,
      number: notifications.number,
      kind: notifications.kind,
      recipientId: notifications.recipientId,
      title: notifications.title,
      body: notifications.body,
      link: notifications.link,
    })
    .from(notifications)
    .where(
      store.own(
        notifications,
        eq(notifications.sourceKey, sourceKey),
        eq(notifications.kind, kind.name),
        sql`${notifications.inFeed}`,
      ),
    )
    .limit(1000);
type ToldQuery = ReturnType<typeof toldQuery>;
type Told = Awaited<ToldQuery>[number];

/** Shows feed entries in the open dashboards of those they are for. The room knows each, so repeating does nothing. */
async function publish(ctx: Context, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const at = isoInstant(ctx.now());
  await publishToUsers(
    ctx,
    told.map(({ id, recipientId, ...shown }) => ({
      userId: recipientId,
      event: { eventId: id, type: "notification.created", data: { notificationId: id, ...shown }, at },
    })),
  );
}
