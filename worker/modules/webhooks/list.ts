import { and, desc, eq, gte, lt } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../core/http/page.ts";
import { idFloor, idPattern } from "../../core/ids.ts";
import { addDays, isoInstant, startOfDate, type TimeZone } from "../../core/time.ts";
import type { PlacedPage, SkipQuery } from "../../core/http/placed.ts";
import { totalQuery } from "../../db/placed.ts";
import type { Row } from "../../db/store.ts";
import { callIdKey } from "./custom/dedupe.ts";
import { problemStates, type ReceiptQuery } from "./inputs.ts";
import { webhookReceipts } from "./schema.ts";

export type ReceiptSummary = ReturnType<typeof showReceipt>;
export type Receipt = Row<typeof webhookReceipts>;

/** Calls, newest first. Ids rise with time, so dates bound the ids and every filter runs along an index. */
export async function listReceipts(ctx: Context, { limit, cursor, provider, state, q, ...span }: ReceiptQuery) {
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
            q ? called(q) : undefined,
            ...receivedBetween(ctx, span),
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

/** By our id, or by the provider's own. */
const called = (id: string) =>
  idPattern("whk").test(id) ? eq(webhookReceipts.id, id) : eq(webhookReceipts.dedupeKey, callIdKey(id));

/** The conditions of a span of time. */
export function receivedBetween(ctx: Context, { from, until }: Pick<ReceiptQuery, "from" | "until">) {
  const zone = ctx.tenant.timeZone;
  return [
    from === undefined ? undefined : gte(webhookReceipts.id, idFloor("whk", momentOf(from, zone, 0))),
    until === undefined ? undefined : lt(webhookReceipts.id, idFloor("whk", momentOf(until, zone, 1))),
  ];
}

/** A moment as given, or the start of a business date some days later. */
const momentOf = (value: string, zone: TimeZone, daysLater: number): number =>
  value.length === 10 ? startOfDate(zone, addDays(value, daysLater)) : Date.parse(value);

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
