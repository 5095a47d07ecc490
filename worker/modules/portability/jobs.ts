/** The work behind exports and imports; `worker/jobs.ts` lists it. */
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../../core/context.ts";
import { exportById } from "./exports.ts";
import { exportStep } from "./export-step.ts";
import { importStep, placeOf } from "./import-step.ts";
import { imports } from "./schema.ts";
import { sendWork } from "./work.ts";

const input = z.object({ id: z.string() });

export const runExport = (ctx: Context, message: Record<string, unknown>) => exportStep(ctx, input.parse(message).id);
export const runImport = (ctx: Context, message: Record<string, unknown>) => importStep(ctx, input.parse(message).id);

/** Two minutes after a step: where nothing has moved since, its worker was stopped, and the step is queued again. */
export async function resumeStalledWork(
  ctx: Context,
  { kind, id, at }: { kind: "export" | "import"; id: string; at: string },
): Promise<void> {
  const [[copied], [read]] = await ctx.store.read(
    exportById(ctx, id),
    ctx.store.db
      .select()
      .from(imports)
      .where(ctx.store.own(imports, eq(imports.id, id))),
  );
  const stands =
    kind === "export"
      ? copied?.state === "running" && String(copied.parts) === at
      : read?.state === "running" && placeOf(read) === at;
  if (stands) await sendWork(ctx, { kind, id });
}
