/** The queues' door: each message on its own, acknowledged or tried again with growing patience. */
import { eventMessage, jobMessage } from "./core/messages.ts";
import type { Context } from "./core/context.ts";
import { log } from "./core/log.ts";
import { createPlatform, type Platform, type Sources } from "./core/platform.ts";
import { retryDelaySeconds } from "./core/retry.ts";
import { settingsOf, type Env } from "./env.ts";
import { handlersOf, jobOf, mournersOf } from "./jobs.ts";
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
  for (const message of batch.messages) {
    const platform = createPlatform({ env, settings, sources, defer: (work) => execution.waitUntil(work) });
    try {
      await workers[batch.queue]?.(platform, message.body);
      message.ack();
    } catch (error) {
      log.error("message_failed", error, { queue: batch.queue, attempts: message.attempts });
      message.retry({ delaySeconds: retryDelaySeconds(message.attempts, sources.random) });
    }
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
