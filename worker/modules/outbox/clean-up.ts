import { and, eq, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { idFloor } from "../../core/ids.ts";
import { removeMatching, type Removed } from "../../db/whole.ts";
import { outbox } from "./schema.ts";

/** Removes the events that were written before a moment and are done. What is dead stays until it is looked at. */
export const removeDoneEvents = (ctx: Context, beforeMs: number, pages: number): Promise<Removed> =>
  removeMatching(ctx.store, outbox, and(lt(outbox.id, idFloor("evt", beforeMs)), eq(outbox.state, "done")), { pages });
