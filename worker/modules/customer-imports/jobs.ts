/** Chores around imports of customers; `worker/jobs.ts` lists them. */
import { and, eq, isNotNull, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { removeObjects } from "../../core/objects.ts";
import { removeMatching } from "../../db/whole.ts";
import { sendStep } from "../outbox/index.ts";
import { importJob, objectKey } from "./imports.ts";
import { customerImportRejections, customerImportRows, customerImports } from "./schema.ts";

const pages = 20;

/** Job: takes away the files of imports whose month is over, and queues the step of one that may stand still. */
export async function tendCustomerImports(ctx: Context): Promise<void> {
  const { store } = ctx;
  const [expired, running] = await store.read(
    store.db
      .select({ id: customerImports.id })
      .from(customerImports)
      .where(
        store.own(customerImports, and(isNotNull(customerImports.expiresAt), lt(customerImports.expiresAt, ctx.now()))),
      )
      .limit(50),
    store.db
      .select({ id: customerImports.id })
      .from(customerImports)
      .where(store.own(customerImports, eq(customerImports.state, "running"))),
  );
  for (const { id } of expired) if (!running.some((each) => each.id === id)) await takeAway(ctx, id);
  for (const { id } of running) await sendStep(ctx, { job: importJob, id });
}

async function takeAway(ctx: Context, id: string): Promise<void> {
  await removeObjects(ctx, objectKey(id));
  for (const table of [customerImportRows, customerImportRejections] as const) {
    const { isDone } = await removeMatching(ctx.store, table, eq(table.importId, id), { pages });
    if (!isDone) return;
  }
  await ctx.store.atomic([ctx.store.update(customerImports, { expiresAt: null }, eq(customerImports.id, id))]);
}
