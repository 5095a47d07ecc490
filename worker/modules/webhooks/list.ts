import { and, desc, eq, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import type { PlacedPage, SkipQuery } from "../../core/http/placed.ts";
import { isoInstant } from "../../core/time.ts";
import { totalQuery } from "../../db/placed.ts";
import type { Row } from "../../db/store.ts";
import { problemStates, type ReceiptQuery } from "./inputs.ts";
import { webhookReceipts } from "./schema.ts";

export type ReceiptSummary = ReturnType<typeof showReceipt>;
export type Receipt = Row<typeof webhookReceipts>;

export async function listReceipts(ctx: Context, { limit, cursor, provider, state }: ReceiptQuery) {
  const after = decodeCursor(cursor, 1);
  const walk = (one?: Receipt["state"]) =>
    ctx.store.db
      .select()
      .from(webhookReceipts)
      .where(
        ctx.store.own(
          webhookReceipts,
          and(
            provider === undefined ? undefined : eq(webhookReceipts.provider, provider),
            one === undefined ? undefined : eq(webhookReceipts.state, one),
            after && lt(webhookReceipts.id, String(after[0])),
          ),
        ),
      )
      .orderBy(desc(webhookReceipts.id))
      .limit(limit + 1);
  // Each state is walked along its index and the walks are merged, so that two states cost no more than two pages.
  const [failed, dead] = problemStates;
  const rows =
    state === "problem"
      ? (await ctx.store.read(walk(failed), walk(dead))).flat().sort((a, b) => (a.id < b.id ? 1 : -1))
      : (await ctx.store.read(walk(state)))[0];
  return pageFrom(rows, limit, showReceipt, (row) => [row.id]);
}

/** Calls by place, newest first. */
export async function listReceiptsBySkip(
  { store }: Context,
  { skip, limit }: SkipQuery,
): Promise<PlacedPage<ReceiptSummary>> {
  const [rows, [counted]] = await store.read(
    store.db
      .select()
      .from(webhookReceipts)
      .where(store.own(webhookReceipts))
      .orderBy(desc(webhookReceipts.id))
      .limit(limit)
      .offset(skip),
    totalQuery(store, webhookReceipts),
  );
  return { data: rows.map(showReceipt), totalCount: counted?.total ?? 0 };
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
