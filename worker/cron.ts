/** What the clock starts. Each tick sends messages; the work itself is done by the queues. */
import { shards } from "#dialect";
import type { EventMessage, JobMessage } from "./core/messages.ts";
import { createPlatform, type Platform, type Sources } from "./core/platform.ts";
import { settingsOf, type Env } from "./env.ts";
import { tenantJobs } from "./jobs.ts";
import { unsealedTenants } from "./modules/audit/index.ts";
import { dueDeliveries, sendToQueues } from "./modules/notifications/index.ts";
import { dueEvents } from "./modules/outbox/index.ts";
import { dueTasks } from "./modules/tasks/index.ts";
import { listResidences } from "./modules/tenancy/index.ts";

const sweepLimit = 1000;
const tenantPage = 100;

/** One tick of a cron trigger of `wrangler.toml`. */
export async function tick(
  controller: Pick<ScheduledController, "cron">,
  env: Env,
  sources: Sources,
  execution: Pick<ExecutionContext, "waitUntil">,
): Promise<void> {
  const platform = createPlatform({
    env,
    settings: settingsOf(env),
    sources,
    defer: (work) => execution.waitUntil(work),
  });
  if (controller.cron === "* * * * *") {
    await sweepOutbox(platform);
    await sweepAudit(platform);
    await sweepTasks(platform);
    await sweepDeliveries(platform);
  }
  for (const job of tenantJobs[controller.cron] ?? []) await startForEveryTenant(platform, job);
}

/** Queues the events that the queue did not bring in time. */
async function sweepOutbox(platform: Platform): Promise<void> {
  const { env, sources } = platform;
  for (const shard of shards(env)) {
    const due = await dueEvents(platform.shard(shard), sources.now(), sweepLimit);
    await sendAll<EventMessage>(
      env.EVENTS,
      due.map(({ tenantId, eventId }) => ({ tenantId, shard, eventId })),
    );
  }
}

/** Queues the messages whose time has come, and those that their channel's queue lost. */
async function sweepDeliveries(platform: Platform): Promise<void> {
  const { env, sources } = platform;
  for (const shard of shards(env)) {
    const due = await dueDeliveries(platform.shard(shard), shard, sources.now(), sweepLimit);
    await sendToQueues(env, due);
  }
}

/** Starts the sealing of every log that has grown since the last minute. */
async function sweepAudit(platform: Platform): Promise<void> {
  for (const shard of shards(platform.env)) {
    const tenants = await unsealedTenants(platform.shard(shard), sweepLimit);
    await sendAll<JobMessage>(
      platform.env.JOBS,
      tenants.map((tenantId) => ({ job: "audit.seal", tenantId, shard, input: {} })),
    );
  }
}

/** Starts the tasks that are due. */
async function sweepTasks(platform: Platform): Promise<void> {
  const { env, sources } = platform;
  for (const shard of shards(env)) {
    const due = await dueTasks(platform.shard(shard), sources.now(), sweepLimit);
    await sendAll<JobMessage>(
      env.JOBS,
      due.map(({ tenantId, taskId }) => ({ job: "tasks.start", tenantId, shard, input: { taskId } })),
    );
  }
}

async function startForEveryTenant(platform: Platform, job: string): Promise<void> {
  for (let after = ""; ;) {
    const page = await listResidences(platform, after, tenantPage);
    await sendAll<JobMessage>(
      platform.env.JOBS,
      page.map(({ tenantId, shard }) => ({ job, tenantId, shard, input: {} })),
    );
    if (page.length < tenantPage) return;
    after = page.at(-1)?.tenantId ?? "";
  }
}

async function sendAll<T>(queue: Queue<T>, bodies: T[]): Promise<void> {
  for (let from = 0; from < bodies.length; from += 100)
    await queue.sendBatch(bodies.slice(from, from + 100).map((body) => ({ body })) as MessageSendRequest<T>[]);
}
