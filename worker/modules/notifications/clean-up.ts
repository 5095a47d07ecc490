/** Taking away what was sent and read long ago. Each removes a table's rows after those that refer to them. */
import { and, eq, inArray, isNotNull, lt, notExists, notInArray, or, sql } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { idFloor } from "../../core/ids.ts";
import { removeMatching, type Removed } from "../../db/whole.ts";
import { deliveries, deliveryAttempts, notifications } from "./schema.ts";
import type { DeliveryState } from "./states.ts";

const onTheirWay: DeliveryState[] = ["waiting", "sending"];

/** Removes the deliveries that were made before a moment, with their tries, but for those still on their way. */
export async function removeOldDeliveries(ctx: Context, beforeMs: number, pages: number): Promise<Removed> {
  const { store } = ctx;
  const floor = idFloor("dlv", beforeMs);
  const underWay = store.db
    .select({ one: sql`1` })
    .from(deliveries)
    .where(
      store.own(deliveries, eq(deliveries.id, deliveryAttempts.deliveryId), inArray(deliveries.state, onTheirWay)),
    );
  const tries = await removeMatching(
    store,
    deliveryAttempts,
    and(lt(deliveryAttempts.deliveryId, floor), notExists(underWay)),
    { pages },
  );
  if (!tries.isDone) return { rows: 0, isDone: false };
  const old = and(lt(deliveries.id, floor), notInArray(deliveries.state, onTheirWay));
  return removeMatching(store, deliveries, old, { pages });
}

/** Removes notifications that were made before a moment and read, or were in nobody's feed; never one that is still sent. */
export function removeOldNotifications(ctx: Context, beforeMs: number, pages: number): Promise<Removed> {
  const { store } = ctx;
  const sent = store.db
    .select({ one: sql`1` })
    .from(deliveries)
    .where(store.own(deliveries, eq(deliveries.notificationId, notifications.id)));
  const old = and(
    lt(notifications.id, idFloor("ntf", beforeMs)),
    or(isNotNull(notifications.readAt), eq(notifications.inFeed, false)),
    notExists(sent),
  );
  return removeMatching(store, notifications, old, { pages });
}
