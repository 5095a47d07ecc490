/** The tenant's room: what happens shows in every open dashboard whose reader may see it. */
import type { Permission } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { joinRoom, leaveRoom, leaveRoomAs, publishLive } from "../../core/objects.ts";
import { isoInstant } from "../../core/time.ts";
import { signToken, tokenLifetimeSeconds } from "../../core/tokens.ts";
import type { Event, EventType } from "../outbox/index.ts";
import { numbersOf } from "./numbers.ts";
import { claimsFor } from "../users/index.ts";

/** Which events are shown, and who may see each. */
const shown: Partial<Record<EventType, Permission>> = {
  "user.identity_submitted": "users:verify",
  "user.identity_verified": "users:verify",
  "user.identity_rejected": "users:verify",
  "customer.created": "customers:read",
  "invoice.issued": "invoices:read",
  "invoice.paid": "invoices:read",
  "invoice.overdue": "invoices:read",
  "invoice.voided": "invoices:read",
  "payment.received": "payments:read",
  "credit.added": "payments:read",
  "credit_note.issued": "credit-notes:read",
  "billing_run.changed": "billing-runs:read",
  "customer_import.changed": "customers:import",
  "task.changed": "tasks:read",
};

/** A ticket for one socket, good for a minute: no long-lived token in an address. */
export async function issueTicket(ctx: Context): Promise<{ ticket: string; expiresAt: string }> {
  if (ctx.actor.kind !== "user") throw new Refusal("unauthenticated");
  const claims = claimsFor(ctx.tenant, ctx.actor, ctx.actor.sessionId);
  return {
    ticket: await signToken(ctx.settings.TOKEN_SECRET, "live", claims, ctx.now()),
    expiresAt: isoInstant(ctx.now() + tokenLifetimeSeconds.live * 1000),
  };
}

/**
 * Opens the caller's socket in the tenant's room.
 * @param format a profile's name, for events written its way
 * @throws Refusal `upgrade_required` where no WebSocket is asked for
 */
export async function join(
  ctx: Context,
  request: Request,
  { lastEventId, format }: { lastEventId?: string | undefined; format?: string },
): Promise<Response> {
  if (ctx.actor.kind !== "user") throw new Refusal("unauthenticated");
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") throw new Refusal("upgrade_required");
  const { id: userId, sessionId, permissions } = ctx.actor;
  const reader = { tenantId: ctx.tenant.id, userId, sessionId, permissions: [...permissions], format };
  return joinRoom(ctx, reader, lastEventId);
}

/** Publishes an event of the outbox. The room knows its id, so repeating does nothing. */
export async function publishEvent(ctx: Context, { id: eventId, type, data, at }: Event): Promise<void> {
  const permission = shown[type];
  if (!permission) return;
  const shownData = { ...data, ...(await numbersOf(ctx, type, data)) };
  await publishLive(ctx, permission, { eventId, type, data: shownData, at: isoInstant(at) });
}

/** Closes the sockets of a session that has ended. */
export const closeSession = (ctx: Context, sessionId: string): Promise<void> => leaveRoom(ctx, sessionId);

/** Closes a user's sockets, but for those of one session: they were opened with permissions that hold no more. */
export const closeSocketsOf = (ctx: Context, userId: string, exceptSessionId: string | null = null): Promise<void> =>
  leaveRoomAs(ctx, userId, exceptSessionId);
