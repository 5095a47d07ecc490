/** The steps of an export or import: each message does some, and queues the next. A lost one is noticed and sent again. */
import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { delayedEvent } from "../outbox/index.ts";

export type WorkKind = "export" | "import";
interface Work {
  kind: WorkKind;
  id: string;
}

/** How long work may stand still before its next step is queued once more. */
const patienceMs = 120_000;

/** Queues the next step. */
export async function sendWork({ env, tenant: { id: tenantId, shard } }: Context, { kind, id }: Work): Promise<void> {
  await env.JOBS.send({ job: `portability.${kind}`, tenantId, shard, input: { id } });
}

/** Queues the first step. Should that fail, its watch does it two minutes later. */
export async function startWork(ctx: Context, work: Work): Promise<void> {
  try {
    await sendWork(ctx, work);
  } catch (error) {
    log.error("work_not_queued", error, { tenantId: ctx.tenant.id, ...work });
  }
}

/** The statement that has unfinished work looked at again, in case its queued step is lost with its worker. */
export const watchWork = (ctx: Context, { kind, id, at }: Work & { at: string }): Statement =>
  delayedEvent(ctx, "portability.watched", { kind, id, at }, patienceMs);
