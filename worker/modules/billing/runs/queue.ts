/** Queuing the next step of a run. */
import type { Statement } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { startSteps, watchSteps } from "../../outbox/index.ts";
import type { RunState } from "../states.ts";

/** The job that brings runs on; `worker/jobs.ts` knows it by this name. */
export const runJob = "billing.run";

/** Whether a run in this state goes on by itself. */
export const isMoving = (state: RunState): boolean => state === "preparing" || state === "issuing";

interface Queued {
  id: string;
  state: RunState;
}

/** The statement that has an unfinished run looked at again, in case its queued step is lost with its worker. */
export const watchRun = (ctx: Context, { id, state }: Queued, version: number): Statement[] =>
  isMoving(state) ? [watchSteps(ctx, { job: runJob, id, place: String(version) })] : [];

/** Queues a run's first step, if its state has one. */
export async function startRunJob(ctx: Context, { id, state }: Queued): Promise<void> {
  if (isMoving(state)) await startSteps(ctx, { job: runJob, id });
}
