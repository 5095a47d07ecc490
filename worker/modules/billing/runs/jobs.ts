/** The steps of a monthly run: each does one chunk, so a run goes on wherever it was interrupted. */
import { inArray } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { movedBy, sendStep, type Steps } from "../../outbox/index.ts";
import { issueChunk } from "./issue.ts";
import { prepareChunk } from "./prepare.ts";
import { isMoving, runJob } from "./queue.ts";
import { loadRun, runById } from "./runs.ts";
import { billingRuns } from "../schema.ts";

/** Subscriptions or invoices of one batch. */
const defaultChunkSize = 200;
/** How often a chunk is tried anew at once when somebody changes its subscriptions at that very moment. */
const attempts = 3;

/** The work on runs. */
export const billingRunSteps = (chunkSize = defaultChunkSize): Steps => ({
  place: async (ctx, id) => {
    const [[run]] = await ctx.store.read(runById(ctx, id));
    return run && isMoving(run.state) ? String(run.version) : undefined;
  },
  step: (ctx, id) =>
    movedBy(
      () => loadRun(ctx, id),
      attempts,
      async (run) => {
        if (run.state === "preparing") await prepareChunk(ctx, run, chunkSize);
        else if (run.state === "issuing") await issueChunk(ctx, run, chunkSize);
      },
    ),
});

/** Job: queues the next step of runs whose worker may have been stopped. A run that is going on anyway takes no harm. */
export async function resumeRuns(ctx: Context): Promise<void> {
  const [runs] = await ctx.store.read(
    ctx.store.db
      .select({ id: billingRuns.id })
      .from(billingRuns)
      .where(ctx.store.own(billingRuns, inArray(billingRuns.state, ["preparing", "issuing"]))),
  );
  for (const { id } of runs) await sendStep(ctx, { job: runJob, id });
}
