/** Handing deliveries to their channel's queue. When that fails they stay waiting, and the sweep sends them. */
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { sha256 } from "../../../core/crypto.ts";
import { log } from "../../../core/log.ts";
import type { Env } from "../../../env.ts";
import type { Channel } from "../../../providers/courier.ts";
import type { ChannelMessage } from "../../../core/messages.ts";
import type { ShardStore } from "../../../db/store.ts";
import { deliveries } from "../schema.ts";

/** What a queue needs to know of a delivery. */
export interface Queued {
  id: string;
  channel: Channel;
  provider?: string | undefined;
  connectionId?: string | null | undefined;
  address?: string | undefined;
}

/** The queue of each channel, so that a slow one does not hold up the others. */
export const queueOf = (env: Env, channel: Channel): Queue<ChannelMessage> =>
  ({
    email: env.EMAIL,
    whatsapp: env.WHATSAPP,
    telegram: env.TELEGRAM,
    discord: env.DISCORD,
    push: env.PUSH,
    sms: env.SMS,
  })[channel];

/** Queues deliveries, a hundred to a call. */
export async function enqueue(ctx: Pick<Context, "env" | "tenant">, list: readonly Queued[]): Promise<void> {
  const messages = await Promise.all(list.map((each) => messageOf(ctx.tenant.id, ctx.tenant.shard, each)));
  try {
    await sendToQueues(ctx.env, messages);
  } catch (error) {
    log.error("deliveries_not_queued", error, { tenantId: ctx.tenant.id, deliveries: list.length });
  }
}

/** The message of one delivery. Its recipient is a digest: what travels names nobody. */
export async function messageOf(tenantId: string, shard: number, queued: Queued): Promise<ChannelMessage> {
  const { id: deliveryId, channel, provider = "", connectionId, address = "" } = queued;
  return {
    tenantId,
    shard,
    deliveryId,
    channel,
    account: `${provider}:${connectionId ?? "operator"}`,
    recipient: (await sha256(address)).slice(0, 16),
  };
}

/** Sends messages to the queues of their channels. */
export async function sendToQueues(env: Env, messages: readonly ChannelMessage[]): Promise<void> {
  for (const [channel, own] of Map.groupBy(messages, (message) => message.channel))
    for (let from = 0; from < own.length; from += 100)
      await queueOf(env, channel).sendBatch(own.slice(from, from + 100).map((body) => ({ body })));
}

/** How long a queue has to bring what the sweep gave it. */
const againAfterMs = 300_000;

/** Deliveries of a whole shard whose time has come; those that wait are not due again at once. */
export async function dueDeliveries(
  store: ShardStore,
  shard: number,
  nowMs: number,
  limit: number,
): Promise<ChannelMessage[]> {
  const [rows] = await store.run(
    store.db
      .select({
        tenantId: deliveries.tenantId,
        id: deliveries.id,
        channel: deliveries.channel,
        provider: deliveries.provider,
        connectionId: deliveries.connectionId,
        address: deliveries.address,
        dueAt: deliveries.dueAt,
      })
      .from(deliveries)
      .where(and(inArray(deliveries.state, ["waiting", "sending"]), lte(deliveries.dueAt, nowMs)))
      .orderBy(asc(deliveries.dueAt))
      .limit(limit),
  );
  const last = rows.at(-1);
  if (!last) return [];
  await store.run(
    store.db
      .update(deliveries)
      .set({ dueAt: nowMs + againAfterMs })
      .where(and(eq(deliveries.state, "waiting"), lte(deliveries.dueAt, last.dueAt))),
  );
  return Promise.all(rows.map((row) => messageOf(row.tenantId, shard, row)));
}
