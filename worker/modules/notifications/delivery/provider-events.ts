/** What providers tell of our messages and their receivers: states, addresses to leave alone, people who wrote to us. */
import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import type { ProviderEvent } from "../../../providers/courier.ts";
import type { OpenConnection } from "../../connections/index.ts";
import { commit, type Part } from "../../outbox/index.ts";
import { carriers } from "./couriers.ts";
import type { Delivery } from "./claim.ts";
import { deliveries, suppressions, whatsappWindows } from "../schema.ts";
import { suppress } from "./settle.ts";
import { overtaken } from "../states.ts";
import { telegramStarted } from "../preferences/telegram-start.ts";

type StatusEvent = Extract<ProviderEvent, { kind: "status" }>;

/**
 * Works off what one call of a provider tells. Safe to repeat, in whatever order calls come.
 * @returns what to note on the call
 * @throws Refusal `conflict` for a message whose sending has no result yet: the call is worked off again later
 */
export async function applyProviderEvents(
  ctx: Context,
  connection: OpenConnection,
  told: readonly ProviderEvent[],
): Promise<string> {
  const { channel } = carriers[connection.provider]?.courier ?? {};
  if (!channel) return "nothing for us";
  // Some providers don't say when.
  const events = told.map((event) => ({ ...event, atMs: event.atMs || ctx.now() }));
  const statuses = events.filter((event) => event.kind === "status");
  const known = await deliveriesOf(ctx, connection, statuses);
  const parts: Part[] = statuses.flatMap((event) => statusParts(ctx, event, deliveryOf(known, event)));
  for (const event of events) {
    if (event.kind === "suppression") parts.push(suppressionPart(ctx, channel, event));
    if (event.kind === "inbound" && channel === "whatsapp") parts.push(windowPart(ctx, connection.id, event));
  }
  if (parts.length > 0) await commit(ctx, parts);
  if (channel === "telegram")
    for (const event of events) if (event.kind === "inbound") await telegramStarted(ctx, event);
  const matched = statuses.filter((event) => deliveryOf(known, event)).length;
  return `${matched} of ${statuses.length} states matched, ${events.length - statuses.length} other events`;
}

/** The deliveries that states are of: by our id where the provider repeats it, else by its own. */
async function deliveriesOf(
  ctx: Context,
  connection: OpenConnection,
  statuses: readonly StatusEvent[],
): Promise<Delivery[]> {
  const ids = statuses.flatMap(({ deliveryId }) => deliveryId ?? []);
  const theirs = statuses.flatMap(({ providerMessageId }) => providerMessageId ?? []);
  if (ids.length + theirs.length === 0) return [];
  const { store } = ctx;
  const ofProvider = and(
    eq(deliveries.provider, connection.provider),
    inArray(deliveries.providerMessageId, theirs.slice(0, 40)),
  );
  const [found, [underWay]] = await store.read(
    store.db
      .select()
      .from(deliveries)
      .where(
        store.own(
          deliveries,
          or(
            ids.length > 0 ? inArray(deliveries.id, ids.slice(0, 40)) : undefined,
            theirs.length > 0 ? ofProvider : undefined,
          ),
        ),
      ),
    store.db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(store.own(deliveries, eq(deliveries.state, "sending"), eq(deliveries.connectionId, connection.id)))
      .limit(1),
  );
  // Of a message being sent just now nobody knows the provider's id yet; others that match nothing are not ours.
  if (underWay && statuses.some((event) => !deliveryOf(found, event))) throw new Refusal("conflict");
  return found;
}

const deliveryOf = (known: readonly Delivery[], { deliveryId, providerMessageId }: StatusEvent): Delivery | undefined =>
  known.find(
    (delivery) =>
      delivery.id === deliveryId || (providerMessageId !== null && delivery.providerMessageId === providerMessageId),
  );

/** A message is over and over told of: only what is news changes anything. */
function statusParts(ctx: Context, event: StatusEvent, delivery: Delivery | undefined): Statement[] {
  if (!delivery) return [];
  const { status, atMs, failure, providerMessageId } = event;
  const isNews = and(eq(deliveries.id, delivery.id), inArray(deliveries.state, [...overtaken[status]])) as SQL;
  const common = {
    unresolvedAt: null,
    providerMessageId: delivery.providerMessageId ?? providerMessageId,
    sentAt: delivery.sentAt ?? atMs,
  };
  if (status !== "failed") {
    const moment = {
      sent: {},
      delivered: { deliveredAt: atMs },
      read: { readAt: atMs, deliveredAt: delivery.deliveredAt ?? atMs },
    }[status];
    const cleared = { failureClass: null, failureCode: null, failureDetail: null };
    return [ctx.store.update(deliveries, { ...common, ...moment, ...cleared, state: status }, isNews)];
  }
  const asTemplate = failure?.class === "window" && delivery.content.template !== undefined && !delivery.templateOnly;
  return [
    ctx.store.update(
      deliveries,
      {
        ...common,
        failureClass: failure?.class ?? "message",
        failureCode: failure?.code.slice(0, 100) ?? null,
        failureDetail: failure?.detail.slice(0, 500) ?? null,
        ...(asTemplate ? { state: "waiting", templateOnly: true, dueAt: ctx.now() } : { state: "failed" }),
      },
      isNews,
    ),
    ...(failure?.class === "address"
      ? [
          suppress(ctx, {
            channel: delivery.channel,
            address: delivery.address,
            reason: failure.detail.slice(0, 200),
            deliveryId: delivery.id,
          }),
        ]
      : []),
  ];
}

function suppressionPart(
  ctx: Context,
  channel: Delivery["channel"],
  { address, suppressed, reason }: Extract<ProviderEvent, { kind: "suppression" }>,
): Statement {
  if (suppressed) return suppress(ctx, { channel, address, reason: reason.slice(0, 200), deliveryId: null });
  return ctx.store.remove(suppressions, eq(suppressions.channel, channel), eq(suppressions.address, address));
}

/** The day in which anything may be sent begins anew with each message of the person. */
function windowPart(
  ctx: Context,
  connectionId: string,
  { address, atMs }: Extract<ProviderEvent, { kind: "inbound" }>,
): Statement {
  return ctx.store.db
    .insert(whatsappWindows)
    .values({ tenantId: ctx.tenant.id, connectionId, address, lastInboundAt: atMs })
    .onConflictDoUpdate({
      target: [whatsappWindows.tenantId, whatsappWindows.connectionId, whatsappWindows.address],
      set: { lastInboundAt: atMs },
      setWhere: sql`${whatsappWindows.lastInboundAt} < ${atMs}`,
    }) as unknown as Statement;
}
