/** The jobs of a monthly run: each does one chunk and queues the next, so a run goes on wherever it was interrupted. */
import { inArray } from "drizzle-orm";
import { z } from "zod";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { issueChunk } from "./issue.ts";
import { prepareChunk } from "./prepare.ts";
import { sendRunJob } from "./queue.ts";
import { loadRun, type Run } from "./runs.ts";
import { billingRuns } from "../schema.ts";
import type { RunState } from "../states.ts";

/** Subscriptions or invoices of one batch. */
const defaultChunkSize = 200;
/** How often a chunk is tried anew at once when somebody changes its subscriptions at that very moment. */
const attempts = 3;

const jobInput = z.object({ runId: z.string() });
type JobInput = Record<string, unknown>;

/** Job: prepares one chunk of a run. */
export const prepareRun = (ctx: Context, input: JobInput, chunkSize = defaultChunkSize): Promise<void> =>
  advance(ctx, jobInput.parse(input).runId, "preparing", (run) => prepareChunk(ctx, run, chunkSize));

/** Job: issues one chunk of a run. */
export const issueRun = (ctx: Context, input: JobInput, chunkSize = defaultChunkSize): Promise<void> =>
  advance(ctx, jobInput.parse(input).runId, "issuing", (run) => issueChunk(ctx, run, chunkSize));

/** Job: queues the next step of runs whose worker may have been stopped. A run that is going on anyway takes no harm. */
export async function resumeRuns(ctx: Context): Promise<void> {
  const [runs] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(billingRuns)
      .where(ctx.store.own(billingRuns, inArray(billingRuns.state, ["preparing", "issuing"]))),
  );
  for (const run of runs) await sendRunJob(ctx, run);
}

/** Two minutes after a step: where nothing has moved since, its worker was stopped, and the step is queued again. */
export async function resumeStalledRun(ctx: Context, runId: string, version: number): Promise<void> {
  const run = await loadRun(ctx, runId);
  if (run.version === version) await sendRunJob(ctx, run);
}

/** Does one chunk while the run is in `state`, and queues the next. Whoever loses a race leaves the run to the winner. */
async function advance(ctx: Context, runId: string, state: RunState, work: (run: Run) => Promise<void>): Promise<void> {
  let run = await loadRun(ctx, runId);
  for (let attempt = 1; run.state === state; attempt++) {
    try {
      await work(run);
      break;
    } catch (error) {
      const refused = violation(error)?.kind;
      if (refused !== "unique" && refused !== "notNull") throw error;
      const now = await loadRun(ctx, runId);
      if (now.version !== run.version) return;
      if (attempt === attempts) throw error;
      run = now;
    }
  }
  await sendRunJob(ctx, await loadRun(ctx, runId));
}
