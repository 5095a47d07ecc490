import type { Context } from "../../../core/context.ts";
import { commit, event } from "../../outbox/index.ts";

/** Has the totals counted anew in the background, since a large company's take minutes. */
export const askRebuild = (ctx: Context): Promise<void> => commit(ctx, [event(ctx, "totals.rebuild_asked", {})]);
