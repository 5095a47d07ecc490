/**
 * Long work, done in steps: each message does some and queues the next. The batch of a step also leaves a watch: where the
 * work still stands at that place two minutes later, its worker was stopped, and the step is queued again.
 */
import { violation, type Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { log } from "../../core/log.ts";
import { delayedEvent } from "./commit.ts";

/** What kind of work, by its job's name in `worker/jobs.ts`, and which. */
export interface Work {
  job: string;
  id: string;
}

/** A kind of work. */
export interface Steps {
  /** Where the work stands, or undefined when there is nothing left to do. It changes with every step. */
  place(ctx: Context, id: string): Promise<string | undefined>;
  /** Does some of it. @returns whether the next step is this worker's to queue; whoever loses a race leaves it to the winner */
  step(ctx: Context, id: string): Promise<boolean>;
}

/** How long work may stand still before its step is queued once more. */
const patienceMs = 120_000;

/** Queues the next step. */
export async function sendStep({ env, tenant: { id: tenantId, shard } }: Context, { job, id }: Work): Promise<void> {
  await env.JOBS.send({ job, tenantId, shard, input: { id } });
}

/** Queues the first step. Should that fail, its watch does it two minutes later. */
export async function startSteps(ctx: Context, work: Work): Promise<void> {
  try {
    await sendStep(ctx, work);
  } catch (error) {
    log.error("step_not_queued", error, { tenantId: ctx.tenant.id, ...work });
  }
}

/** The statement that has unfinished work looked at again, in case its queued step is lost with its worker. */
export const watchSteps = (ctx: Context, work: Work & { place: string }): Statement =>
  delayedEvent(ctx, "steps.watched", work, patienceMs);

/** Job: does a step and queues the next. */
export async function runStep(ctx: Context, steps: Steps, work: Work): Promise<void> {
  const goesOn = await steps.step(ctx, work.id);
  if (goesOn && (await steps.place(ctx, work.id)) !== undefined) await sendStep(ctx, work);
}

/** Queues the step of work that has not moved since it was at `place`. */
export async function resumeSteps(ctx: Context, steps: Steps, { job, id, place }: Work & { place: string }) {
  if ((await steps.place(ctx, id)) === place) await sendStep(ctx, { job, id });
}

/**
 * Does a piece of work that moves its row's version. When the store refuses it although the row has not moved, what the
 * piece was made from has changed meanwhile, and it is made anew.
 * @param work gets how often it was refused
 * @returns false where another worker was faster
 */
export async function movedBy<R extends { version: number }>(
  load: () => Promise<R>,
  attempts: number,
  work: (row: R, refused: number) => Promise<void>,
): Promise<boolean> {
  let row = await load();
  for (let refused = 0; ; refused++)
    try {
      await work(row, refused);
      return true;
    } catch (error) {
      if (!violation(error)) throw error;
      const now = await load();
      if (now.version !== row.version) return false;
      if (refused + 1 === attempts) throw error;
      row = now;
    }
}
