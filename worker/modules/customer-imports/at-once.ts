/** Importing while the sender waits, as other systems do it. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import type { Incoming } from "../../core/http/upload.ts";
import { startSteps } from "../outbox/index.ts";
import {
  beginCustomerImport,
  importById,
  importJob,
  rejectionsQuery,
  showCustomerImport,
  showRejection,
} from "./imports.ts";
import { receiveCustomerImport } from "./receive.ts";
import { customerImportSteps } from "./work.ts";

/** Rejected rows that the answer tells of; the import's own report has them all. */
const mostTold = 100;

/**
 * Takes a CSV in by what its header says and works off its rows: as many as one step of an import has, the rest in the
 * background.
 * @throws Refusal as `receiveCustomerImport` and `startCustomerImport`
 */
export async function importCustomersAtOnce(ctx: Context, incoming: Incoming) {
  const { id } = await receiveCustomerImport(ctx, incoming);
  await beginCustomerImport(ctx, id, { options: { updateExisting: true, createPlans: false } });
  await customerImportSteps.step(ctx, id);
  const [[row], rejections] = await ctx.store.read(importById(ctx, id), rejectionsQuery(ctx, id, 0, mostTold));
  if (row?.state === "running") await startSteps(ctx, { job: importJob, id });
  if (!row) throw new Refusal("not_found");
  return { ...showCustomerImport(row), rejections: rejections.map((each) => showRejection(ctx, each)) };
}
