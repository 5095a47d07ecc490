import { and, desc, eq, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import type { ReceiptQuery } from "./inputs.ts";
import { webhookReceipts } from "./schema.ts";

export type Receipt = Row<typeof webhookReceipts>;

export async function listReceipts(ctx: Context, { limit, cursor, provider, state }: ReceiptQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(webhookReceipts)
      .where(
        ctx.store.own(
          webhookReceipts,
          and(
            provider === undefined ? undefined : eq(webhookReceipts.provider, provider),
            state === undefined ? undefined : eq(webhookReceipts.state, state),
            after && lt(webhookReceipts.id, String(after[0])),
          ),
        ),
      )
      .orderBy(desc(webhookReceipts.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showReceipt, (row) => [row.id]);
}

/** @throws Refusal `not_found` */
export async function loadReceipt(ctx: Context, id: string): Promise<Receipt> {
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(webhookReceipts)
      .where(ctx.store.own(webhookReceipts, eq(webhookReceipts.id, id))),
  );
  if (!row) throw new Refusal("not_found");
  return row;
}

export const getReceipt = async (ctx: Context, id: string) => showReceipt(await loadReceipt(ctx, id));

const showReceipt = (row: Receipt) => ({
  ...row,
  receivedAt: isoInstant(row.receivedAt),
  finishedAt: row.finishedAt === null ? null : isoInstant(row.finishedAt),
});
