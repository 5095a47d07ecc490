/** The queues' door: each message on its own, acknowledged or tried again with growing patience. */
import { channelMessage, eventMessage, jobMessage, type ChannelMessage } from "./core/messages.ts";
import type { Context } from "./core/context.ts";
import { Refusal } from "./core/errors.ts";
import { log } from "./core/log.ts";
import { createPlatform, type Platform, type Sources } from "./core/platform.ts";
import { retryDelaySeconds } from "./core/retry.ts";
import { settingsOf, type Env } from "./env.ts";
import { handlersOf, jobOf, mournersOf } from "./jobs.ts";
import { deliver } from "./modules/notifications/index.ts";
import { buryEvent, workOff } from "./modules/outbox/index.ts";
import { isGone, tenantQuery, viewOf } from "./modules/tenancy/index.ts";

/** Works off one batch of any queue. */
export async function consume(
  batch: MessageBatch,
  env: Env,
  sources: Sources,
  execution: Pick<ExecutionContext, "waitUntil">,
) {
  const settings = settingsOf(env);
  if (batch.queue.startsWith(channelQueue)) {
    const platform = createPlatform({ env, settings, sources, defer: (work) => execution.waitUntil(work) });
    return sendMessages(platform, batch);
  }
  for (const message of batch.messages) {
    const platform = createPlatform({ env, settings, sources, defer: (work) => execution.waitUntil(work) });
    try {
      await workers[batch.queue]?.(platform, message.body);
      message.ack();
    } catch (error) {
      noteFailure(error, { queue: batch.queue, attempts: message.attempts });
      message.retry({ delaySeconds: retryDelaySeconds(message.attempts, sources.random) });
    }
  }
}

/** A refusal is a rule's word and often means no more than "later"; anything else is a fault. */
function noteFailure(error: unknown, details: Record<string, string | number>): void {
  if (error instanceof Refusal) log.warn("message_refused", { ...details, code: error.code });
  else log.error("message_failed", error, details);
}

/** Queues of channels are named after them; see `wrangler.toml`. */
const channelQueue = "tepi-channel-";

/** Sends a channel's messages, account by account, so that fifty of one company cost the store three round trips. */
async function sendMessages(platform: Platform, batch: MessageBatch): Promise<void> {
  const parsed = batch.messages.map((message) => ({ message, body: channelMessage.parse(message.body) }));
  const groups = Map.groupBy(parsed, ({ body }) => `${body.tenantId} ${body.account}`);
  await Promise.all([...groups.values()].map((group) => sendGroup(platform, group)));
}

async function sendGroup(
  platform: Platform,
  group: readonly { message: Message; body: ChannelMessage }[],
): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { tenantId, shard, account, channel } = first.body;
  const { random } = platform.sources;
  try {
    const ctx = await systemContext(platform, shard, tenantId, channel);
    const due = group.map(({ body: { deliveryId, recipient } }) => ({ deliveryId, recipient }));
    const back = ctx ? await deliver(ctx, account, due, { random, pause: (ms) => scheduler.wait(ms) }) : new Map();
    for (const { message, body } of group) {
      const delayMs = back.get(body.deliveryId);
      if (delayMs === undefined) message.ack();
      else message.retry({ delaySeconds: Math.ceil(delayMs / 1000) });
    }
  } catch (error) {
    log.error("channel_failed", error, { tenantId, account, messages: group.length });
    for (const { message } of group)
      message.retry({ delaySeconds: retryDelaySeconds(Math.min(message.attempts, 5), random) });
  }
}

const workers: Record<string, (platform: Platform, body: unknown) => Promise<void>> = {
  "tepi-events": async (platform, body) => {
    const { tenantId, shard, eventId } = eventMessage.parse(body);
    const ctx = await systemContext(platform, shard, tenantId, "events");
    if (ctx) await workOff(ctx, eventId, handlersOf);
  },
  "tepi-events-dead": async (platform, body) => {
    const { tenantId, shard, eventId } = eventMessage.parse(body);
    log.warn("event_dead", { tenantId, eventId });
    const ctx = await systemContext(platform, shard, tenantId, "events");
    if (ctx) await buryEvent(ctx, eventId, mournersOf);
  },
  "tepi-jobs": async (platform, body) => {
    const { job, tenantId, shard, input } = jobMessage.parse(body);
    const ctx = await systemContext(platform, shard, tenantId, job);
    if (ctx) await jobOf(job)(ctx, input);
  },
  // The store knows what is still due, and the sweep brings it.
  "tepi-channels-dead": () => Promise.resolve(),
  // A job's own row says where it stopped; cron starts it again from there.
  "tepi-jobs-dead": async (_platform, body) => {
    const { job, tenantId } = jobMessage.parse(body);
    log.warn("job_dead", { job, tenantId });
  },
};

/** A context for work without a caller, or undefined when the tenant is gone. */
async function systemContext(
  platform: Platform,
  shard: number,
  tenantId: string,
  name: string,
): Promise<Context | undefined> {
  const store = platform.tenantStore(shard, tenantId);
  const [[tenant]] = await store.read(tenantQuery(store));
  if (tenant && name !== "tenancy.purge" && isGone(tenant, platform.sources.now())) return undefined;
  return tenant && platform.context(viewOf(tenant, shard), { kind: "system", id: name, name }, store);
}
