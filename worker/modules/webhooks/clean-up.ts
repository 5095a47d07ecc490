import { and, lt, ne } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { idFloor } from "../../core/ids.ts";
import { removeMatching, type Removed } from "../../db/whole.ts";
import { webhookReceipts } from "./schema.ts";

/** Removes the calls that came before a moment, but for those that are still to be worked off. */
export const removeOldReceipts = (ctx: Context, beforeMs: number, pages: number): Promise<Removed> =>
  removeMatching(
    ctx.store,
    webhookReceipts,
    and(lt(webhookReceipts.id, idFloor("whk", beforeMs)), ne(webhookReceipts.state, "received")),
    { pages },
  );
