/** Queuing the next step of a run. */
import type { Context } from "../../../core/context.ts";
import type { Statement } from "#dialect";
import { log } from "../../../core/log.ts";
import { delayedEvent } from "../../outbox/index.ts";
import type { RunState } from "../states.ts";

/** The job that brings a run on, by the run's state; `worker/jobs.ts` lists them. */
const jobOfState: Partial<Record<RunState, string>> = { preparing: "billing.prepareRun", issuing: "billing.issueRun" };

interface Queued {
  id: string;
  state: RunState;
}

/** Queues a run's next step, if its state has one. */
export async function sendRunJob(
  { env, tenant: { id: tenantId, shard } }: Context,
  { id: runId, state }: Queued,
): Promise<void> {
  const job = jobOfState[state];
  if (job) await env.JOBS.send({ job, tenantId, shard, input: { runId } });
}

/** How long a run may stand still before its next step is queued once more. */
const patienceMs = 120_000;

/** The statement that has an unfinished run looked at again, in case its queued step is lost with its worker. */
export const watchRun = (ctx: Context, { id: runId, state }: Queued, version: number): Statement[] =>
  jobOfState[state] ? [delayedEvent(ctx, "billing_run.watched", { runId, version }, patienceMs)] : [];

/** Queues a run's first step. Should that fail, its watch does it two minutes later. */
export async function startRunJob(ctx: Context, run: Queued): Promise<void> {
  try {
    await sendRunJob(ctx, run);
  } catch (error) {
    log.error("run_not_queued", error, { tenantId: ctx.tenant.id, runId: run.id });
  }
}
