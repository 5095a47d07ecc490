/** Addresses that are not written to any more, and taking one off the list. */
import { desc, eq, inArray, lt } from "drizzle-orm";
import { channels } from "../../../core/channels.ts";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { isoInstant } from "../../../core/time.ts";
import { noted } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import type { SuppressionQuery } from "../messages/inputs.ts";
import { suppressions } from "../schema.ts";

/** Addresses that are not written to, newest first. */
export async function listSuppressions(ctx: Context, { limit, cursor, channel, address }: SuppressionQuery) {
  const after = decodeCursor(cursor, 1);
  // An address alone is found by the key, which begins with the channel.
  const among = channel ? [channel] : address === undefined ? undefined : [...channels];
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(suppressions)
      .where(
        ctx.store.own(
          suppressions,
          among && inArray(suppressions.channel, among),
          address === undefined ? undefined : eq(suppressions.address, address),
          after && lt(suppressions.id, String(after[0])),
        ),
      )
      .orderBy(desc(suppressions.id))
      .limit(limit + 1),
  );
  return pageFrom(
    rows,
    limit,
    ({ createdAt, ...row }) => ({ ...row, createdAt: isoInstant(createdAt) }),
    (row) => [row.id],
  );
}

/** Lets an address be written to again. */
export async function removeSuppression(ctx: Context, id: string): Promise<void> {
  const [[found]] = await ctx.store.read(
    ctx.store.db
      .select({ channel: suppressions.channel, reason: suppressions.reason })
      .from(suppressions)
      .where(ctx.store.own(suppressions, eq(suppressions.id, id))),
  );
  if (!found) throw new Refusal("not_found");
  await commit(ctx, [
    ctx.store.remove(suppressions, eq(suppressions.id, id)),
    noted(ctx, { entity: "suppression", entityId: id, action: "suppression.removed", after: { ...found } }),
  ]);
}
