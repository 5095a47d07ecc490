/** The log of everything that went out, and of every try. */
import { asc, desc, eq, gte, lt } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { decodeCursor, pageFrom } from "../../../core/http/page.ts";
import { idFloor } from "../../../core/ids.ts";
import { isoInstant } from "../../../core/time.ts";
import type { Row } from "../../../db/store.ts";
import type { DeliveryQuery } from "./inputs.ts";
import type { Value } from "../kind.ts";
import { deliveries, deliveryAttempts, notifications, suppressions } from "../schema.ts";

type Delivery = Row<typeof deliveries>;
type Attempt = Row<typeof deliveryAttempts>;

/** A delivery with what its notification was made of, for the recipient's name. */
interface Logged {
  delivery: Delivery;
  variables: Record<string, Value>;
}

const loggedQuery = ({ store }: Context) =>
  store.db
    .select({ delivery: deliveries, variables: notifications.variables })
    .from(deliveries)
    .innerJoin(notifications, store.own(notifications, eq(notifications.id, deliveries.notificationId)));

/** Deliveries, newest first. Ids rise with time, so that `from` and `to` are bounds of the same index. */
export async function listDeliveries(ctx: Context, { limit, cursor, ...query }: DeliveryQuery) {
  const { store } = ctx;
  const after = decodeCursor(cursor, 1);
  const [rows] = await store.read(
    loggedQuery(ctx)
      .where(
        store.own(
          deliveries,
          query.channel && eq(deliveries.channel, query.channel),
          query.state && eq(deliveries.state, query.state),
          query.kind === undefined ? undefined : eq(deliveries.kind, query.kind),
          query.recipient === undefined ? undefined : eq(deliveries.address, query.recipient),
          query.notificationId === undefined ? undefined : eq(deliveries.notificationId, query.notificationId),
          query.from === undefined ? undefined : gte(deliveries.id, idFloor("dlv", Date.parse(query.from))),
          query.to === undefined ? undefined : lt(deliveries.id, idFloor("dlv", Date.parse(query.to))),
          after && lt(deliveries.id, String(after[0])),
        ),
      )
      .orderBy(desc(deliveries.id))
      .limit(limit + 1),
  );
  return pageFrom(rows, limit, showSummary, ({ delivery }) => [delivery.id]);
}

/** The query for a delivery and its notification. */
export const deliveryQueryOf = (ctx: Context, id: string) =>
  loggedQuery(ctx).where(ctx.store.own(deliveries, eq(deliveries.id, id)));

/** The query for whether the address of a delivery is one that is not written to. */
export const suppressionQueryOf = ({ store }: Context, id: string) =>
  store.db
    .select({ id: suppressions.id, reason: suppressions.reason })
    .from(suppressions)
    .innerJoin(
      deliveries,
      store.own(
        deliveries,
        eq(deliveries.id, id),
        eq(deliveries.channel, suppressions.channel),
        eq(deliveries.address, suppressions.address),
      ),
    )
    .where(store.own(suppressions));

/** A delivery with every try and the provider's answers. One-time links stand as their places, as they are stored. */
export async function getDelivery(ctx: Context, id: string) {
  const { store } = ctx;
  const [[found], attempts, [successor], [suppression]] = await store.read(
    deliveryQueryOf(ctx, id),
    store.db
      .select()
      .from(deliveryAttempts)
      .where(store.own(deliveryAttempts, eq(deliveryAttempts.deliveryId, id)))
      .orderBy(asc(deliveryAttempts.number)),
    store.db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(store.own(deliveries, eq(deliveries.resendOfId, id))),
    suppressionQueryOf(ctx, id),
  );
  if (!found) throw new Refusal("not_found");
  return showDelivery(found, attempts, { resentAsId: successor?.id ?? null, suppression: suppression ?? null });
}

/** A delivery as the API shows it. */
export function showDelivery(
  found: Logged,
  attempts: readonly Attempt[],
  { resentAsId, suppression }: { resentAsId: string | null; suppression: { id: string; reason: string } | null },
) {
  const { content, providerMessageId } = found.delivery;
  const { text, html = null, link = null, template = null, document } = content;
  return {
    ...showSummary(found),
    content: { text, html, link, template, document: document ? { name: document.name, url: document.url } : null },
    providerMessageId,
    attemptLog: attempts.map(showAttempt),
    resentAsId,
    suppression,
  };
}

const instantOrNull = (at: number | null) => (at === null ? null : isoInstant(at));

function showSummary({ delivery, variables }: Logged) {
  const { recipientKind, recipientId, address, content, state, dueAt, sentAt, deliveredAt, readAt, createdAt } =
    delivery;
  return {
    ...delivery,
    recipient: { kind: recipientKind, id: recipientId, name: String(variables["recipient"] ?? ""), address },
    subject: content.subject,
    dueAt: state === "waiting" || state === "sending" ? isoInstant(dueAt) : null,
    failure: failureOf(delivery),
    sentAt: instantOrNull(sentAt),
    deliveredAt: instantOrNull(deliveredAt),
    readAt: instantOrNull(readAt),
    createdAt: isoInstant(createdAt),
  };
}

const showAttempt = (attempt: Attempt) => ({
  number: attempt.number,
  startedAt: isoInstant(attempt.startedAt),
  durationMs: attempt.durationMs,
  outcome: attempt.outcome,
  failure: failureOf(attempt),
  answer: attempt.answerBody === null ? null : { status: attempt.answerStatus, body: attempt.answerBody },
});

const failureOf = (row: Pick<Delivery, "failureClass" | "failureCode" | "failureDetail">) =>
  row.failureClass === null
    ? null
    : { class: row.failureClass, code: row.failureCode ?? "", detail: row.failureDetail ?? "" };
