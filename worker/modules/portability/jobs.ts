/** The work behind exports and imports, in steps. */
import { eq } from "drizzle-orm";
import type { Steps } from "../outbox/index.ts";
import { exportById } from "./exports.ts";
import { exportStep } from "./export-step.ts";
import { importStep, placeOf } from "./import-step.ts";
import { imports } from "./schema.ts";

export const exportSteps: Steps = {
  place: async (ctx, id) => {
    const [[row]] = await ctx.store.read(exportById(ctx, id));
    return row?.state === "running" ? String(row.parts) : undefined;
  },
  step: exportStep,
};

export const importSteps: Steps = {
  place: async ({ store }, id) => {
    const [[row]] = await store.read(
      store.db
        .select()
        .from(imports)
        .where(store.own(imports, eq(imports.id, id))),
    );
    return row?.state === "running" ? placeOf(row) : undefined;
  },
  step: importStep,
};
