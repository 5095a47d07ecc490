/** Taking deliveries for a try: of all who want to, one gets each. */
import { and, eq, inArray, lte, or, sql } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import type { Row } from "../../../db/store.ts";
import { deliveries, pushDevices, suppressions, whatsappWindows } from "../schema.ts";

export type Delivery = Row<typeof deliveries>;

/** How long a try may take; after it, somebody else asks what became of it. */
export const leaseMs = 90_000;
const windowMs = 86_400_000;

/** Whether anything may be sent to who last wrote then. */
export const isWindowOpen = (lastInboundAt: number, nowMs: number): boolean => lastInboundAt > nowMs - windowMs;

export interface Claimed {
  delivery: Delivery;
  isSuppressed: boolean;
  /** The recipient of a WhatsApp message wrote to us within the last day. */
  windowIsOpen: boolean;
  /** Push: the device's token, sealed; null when the device is gone. */
  tokenSealed: string | null;
}

/** Claims those that wait, and those whose try was given up, with what sending them needs to know. One round trip. */
export async function claim(ctx: Context, ids: readonly string[]): Promise<Claimed[]> {
  const { store } = ctx;
  const now = ctx.now();
  const isOurs = inArray(deliveries.id, [...ids]);
  const addresses = store.db
    .select({ address: deliveries.address })
    .from(deliveries)
    .where(store.own(deliveries, isOurs));
  const claiming = store.db
    .update(deliveries)
    .set({
      // The right-hand sides see the row as it was.
      unresolvedAt: sql`case when ${deliveries.state} = 'sending' then coalesce(${deliveries.unresolvedAt}, ${deliveries.dueAt}) else ${deliveries.unresolvedAt} end`,
      state: "sending",
      attempts: sql`${deliveries.attempts} + 1`,
      attemptId: ctx.id("att"),
      dueAt: now + leaseMs,
    })
    .where(
      store.own(
        deliveries,
        isOurs,
        or(eq(deliveries.state, "waiting"), and(eq(deliveries.state, "sending"), lte(deliveries.dueAt, now))),
      ),
    )
    .returning();
  const [claimed, suppressed, windows, devices] = (await store.atomic([
    claiming,
    store.db
      .select({ channel: suppressions.channel, address: suppressions.address })
      .from(suppressions)
      .where(store.own(suppressions, inArray(suppressions.address, addresses))),
    store.db
      .select({
        connectionId: whatsappWindows.connectionId,
        address: whatsappWindows.address,
        at: whatsappWindows.lastInboundAt,
      })
      .from(whatsappWindows)
      .where(store.own(whatsappWindows, inArray(whatsappWindows.address, addresses))),
    store.db
      .select({ id: pushDevices.id, tokenSealed: pushDevices.tokenSealed })
      .from(pushDevices)
      .where(store.own(pushDevices, inArray(pushDevices.id, addresses))),
  ])) as [
    Delivery[],
    { channel: string; address: string }[],
    { connectionId: string; address: string; at: number }[],
    { id: string; tokenSealed: string }[],
  ];
  return claimed.map((delivery) => ({
    delivery,
    isSuppressed: suppressed.some(
      ({ channel, address }) => channel === delivery.channel && address === delivery.address,
    ),
    windowIsOpen: windows.some(
      ({ connectionId, address, at }) =>
        connectionId === delivery.connectionId && address === delivery.address && isWindowOpen(at, now),
    ),
    tokenSealed: devices.find(({ id }) => id === delivery.address)?.tokenSealed ?? null,
  }));
}
