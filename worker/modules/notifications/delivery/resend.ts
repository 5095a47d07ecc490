/** Sending again what did not arrive: one by hand, or all that failed, step by step. Nothing is sent again twice. */
import { and, asc, eq, gt, isNull, lt } from "drizzle-orm";
import { alias, violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { idFloor } from "../../../core/ids.ts";
import { insertRows, type BulkRow } from "../../../db/bulk.ts";
import type { Row } from "../../../db/store.ts";
import { noted } from "../../audit/index.ts";
import { commit, event, type EventData } from "../../outbox/index.ts";
import { pickSender, senderQuery } from "../telling/accounts.ts";
import { deliveryQueryOf, showDelivery, suppressionQueryOf } from "./deliveries.ts";
import type { ResendManyInput } from "./inputs.ts";
import { sweepAfterMs } from "../telling/plan.ts";
import { enqueue } from "./queue.ts";
import { deliveries, suppressions } from "../schema.ts";
import { isResendable } from "../states.ts";

type Delivery = Row<typeof deliveries>;
type Senders = Awaited<ReturnType<typeof senderQuery>>;
type Asked = EventData<"deliveries.resend_asked">;

/** Deliveries of one step. */
const step = 50;
const counted = 1000;

/**
 * Sends a delivery once more, as a row of its own.
 * @throws Refusal `wrong_state` while it is on its way, when it was sent again already, when nothing can send it, or when
 * its address is not written to and `force` is not set
 */
export async function resendDelivery(ctx: Context, id: string, { force }: { force: boolean }) {
  const [[found], [suppression], senders] = await ctx.store.read(
    deliveryQueryOf(ctx, id),
    suppressionQueryOf(ctx, id),
    senderQuery(ctx),
  );
  if (!found) throw new Refusal("not_found");
  if (!isResendable(found.delivery.state)) throw new Refusal("wrong_state", { detail: stillOnItsWay });
  if (suppression && !force) throw new Refusal("wrong_state", { detail: notWrittenTo });
  const row = successorOf(ctx, found.delivery, senders);
  if (!row) throw new Refusal("wrong_state", { detail: nobodySends });
  try {
    await commit(ctx, [
      ...(suppression ? [ctx.store.remove(suppressions, eq(suppressions.id, suppression.id))] : []),
      insertRows(ctx.store, deliveries, [row]),
      noted(ctx, { entity: "delivery", entityId: id, action: "delivery.resent", after: { resentAs: row.id, force } }),
    ]);
  } catch (error) {
    if (violation(error)?.name === "deliveries_resend") throw new Refusal("wrong_state", { detail: alreadyResent });
    throw error;
  }
  ctx.defer(enqueue(ctx, [row]));
  return showDelivery({ ...found, delivery: row }, [], { resentAsId: null, suppression: null });
}

const stillOnItsWay = {
  id: "Pesan ini masih dalam perjalanan.",
  en: "This message is still on its way.",
};
const notWrittenTo = {
  id: "Alamat ini tidak dikirimi lagi karena pernah gagal atau ditolak penerimanya. Kirim paksa hanya bila Anda yakin.",
  en: "This address is not written to any more: it failed, or its owner objected. Force it only if you are sure.",
};
const nobodySends = {
  id: "Belum ada akun aktif untuk saluran ini. Hubungkan atau aktifkan satu dahulu.",
  en: "No active account sends over this channel. Connect or enable one first.",
};
const alreadyResent = {
  id: "Pesan ini sudah dikirim ulang.",
  en: "This message was sent again already.",
};

/** The same message as a new delivery, over the same account while it is active, else over the usual one. */
function successorOf(ctx: Context, before: Delivery, senders: Senders): Delivery | undefined {
  const sender = keepsSender(before, senders) ? before : pickSender(ctx, senders, before.channel, null);
  if (!sender) return undefined;
  const now = ctx.now();
  return {
    ...before,
    id: ctx.id("dlv"),
    resendOfId: before.id,
    provider: sender.provider,
    connectionId: sender.connectionId,
    templateOnly: false,
    state: "waiting",
    attempts: 0,
    failures: 0,
    attemptId: null,
    unresolvedAt: null,
    dueAt: now + sweepAfterMs,
    failureClass: null,
    failureCode: null,
    failureDetail: null,
    providerMessageId: null,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    createdAt: now,
  };
}

const keepsSender = ({ connectionId }: Delivery, senders: Senders): boolean =>
  connectionId === null || senders.some(({ id }) => id === connectionId);

const successors = alias(deliveries, "successors");

/** The query for what is asked and was not sent again yet, oldest first. */
const pendingQuery = ({ store }: Context, { state, channel, connectionId, afterId, untilId }: Asked) =>
  store.db
    .select({ delivery: deliveries })
    .from(deliveries)
    .leftJoin(successors, and(eq(successors.tenantId, store.tenantId), eq(successors.resendOfId, deliveries.id)))
    .where(
      store.own(
        deliveries,
        eq(deliveries.state, state),
        channel === null ? undefined : eq(deliveries.channel, channel),
        connectionId === null ? undefined : eq(deliveries.connectionId, connectionId),
        gt(deliveries.id, afterId),
        lt(deliveries.id, untilId),
        isNull(successors.id),
      ),
    )
    .orderBy(asc(deliveries.id));

/** Asks for all deliveries of a state to be sent again; the outbox does it, step by step, whatever restarts. */
export async function resendMany(ctx: Context, { state, channel, connectionId, from }: ResendManyInput) {
  const asked: Asked = {
    state,
    channel: channel ?? null,
    connectionId: connectionId ?? null,
    afterId: idFloor("dlv", from ? Date.parse(from) : 0),
    untilId: idFloor("dlv", ctx.now() + 1),
  };
  const [rows] = await ctx.store.read(pendingQuery(ctx, asked).limit(counted + 1));
  if (rows.length > 0)
    await commit(ctx, [
      event(ctx, "deliveries.resend_asked", asked),
      noted(ctx, { entity: "delivery", entityId: ctx.tenant.id, action: "deliveries.resent", after: { ...asked } }),
    ]);
  return { deliveries: Math.min(rows.length, counted), isMore: rows.length > counted };
}

/** Sends the next ones again, and leaves an event for those behind them. Safe to repeat. */
export async function resendStep(ctx: Context, asked: Asked): Promise<void> {
  const [rows, senders] = await ctx.store.read(pendingQuery(ctx, asked).limit(step), senderQuery(ctx));
  const again = rows.flatMap(({ delivery }) => successorOf(ctx, delivery, senders) ?? []);
  const last = rows.at(-1)?.delivery.id;
  const parts = [
    ...(again.length > 0 ? [insertRows(ctx.store, deliveries, again as BulkRow<typeof deliveries>[])] : []),
    ...(last && rows.length === step ? [event(ctx, "deliveries.resend_asked", { ...asked, afterId: last })] : []),
  ];
  if (parts.length > 0) await commit(ctx, parts);
  await enqueue(ctx, again);
}
