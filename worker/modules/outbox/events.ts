/** Every event that a batch can leave behind, with its data. `worker/jobs.ts` says who handles which. */
import { z } from "zod";
import { channels, customerChannels } from "../../core/channels.ts";

/** A subscription that was suspended or goes on, and why. */
const subscriptionEvent = { subscriptionId: z.string(), customerId: z.string(), customerName: z.string() };

const invoiceEvent = z.object({
  invoiceId: z.string(),
  number: z.string().nullable(),
  customerId: z.string(),
  customerName: z.string(),
  total: z.number(),
  paid: z.number(),
});

export const eventTypes = {
  "tenant.signed_up": z.object({ userId: z.string() }),
  "tenant.deletion_asked": z.object({ userId: z.string() }),
  "export.finished": z.object({ exportId: z.string(), requestedBy: z.string() }),
  "user.email_confirmation_asked": z.object({ userId: z.string() }),
  "user.password_forgotten": z.object({ email: z.string() }),
  "user.security_changed": z.object({ userId: z.string(), change: z.enum(["password", "totp_on", "totp_off"]) }),
  "user.permissions_changed": z.object({ userId: z.string() }),
  "user.sessions_ended": z.object({ userId: z.string(), exceptSessionId: z.string().nullable() }),
  "role.changed": z.object({ roleId: z.string() }),
  /** The link's token, sealed: the store keeps its hash alone. */
  "invitation.sent": z.object({ invitationId: z.string(), sealedToken: z.string() }),
  "session.ended": z.object({ sessionId: z.string() }),
  "user.identity_submitted": z.object({ userId: z.string() }),
  "user.identity_verified": z.object({ userId: z.string() }),
  "user.identity_rejected": z.object({ userId: z.string() }),
  "file.stored": z.object({ fileId: z.string() }),
  "files.removed": z.object({ entity: z.enum(["user", "customer", "brand"]), id: z.string() }),
  "connection.saved": z.object({ connectionId: z.string() }),
  "customer.created": z.object({ customerId: z.string(), name: z.string() }),
  "customer.deleted": z.object({ customerId: z.string() }),
  "subscription.plan_changed": z.object({
    planChangeId: z.string(),
    subscriptionId: z.string(),
    customerId: z.string(),
  }),
  "invoice.issued": invoiceEvent,
  "invoice.issued_past_due": z.object({ invoiceId: z.string() }),
  "invoice.paid": invoiceEvent,
  "invoice.overdue": invoiceEvent,
  "invoice.voided": invoiceEvent,
  /** Its customer is to be reminded, or told that `suspendsOn` its subscription is suspended. */
  "invoice.reminder_due": z.object({
    invoiceId: z.string(),
    number: z.string().nullable(),
    customerId: z.string(),
    dueOn: z.string(),
    suspendsOn: z.string().nullable(),
    outlets: z.array(z.enum(customerChannels)).nullable(),
  }),
  "subscription.suspended": z.object({ ...subscriptionEvent, cause: z.enum(["manual", "overdue"]) }),
  "subscription.restored": z.object({
    ...subscriptionEvent,
    cause: z.enum(["manual", "payment", "exemption", "policy"]),
  }),
  "suspension.exempted": z.object({ customerId: z.string() }),
  "payment.received": z.object({
    paymentId: z.string(),
    invoiceId: z.string().nullable(),
    customerName: z.string().nullable(),
    amount: z.number(),
    alert: z.string().nullable(),
  }),
  /** A customer has credit to use. */
  "credit.added": z.object({ customerId: z.string() }),
  "credit_note.issued": z.object({
    creditNoteId: z.string(),
    invoiceId: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    amount: z.number(),
  }),
  "checkout.requested": z.object({ checkoutId: z.string() }),
  "billing_run.changed": z.object({ runId: z.string(), state: z.string() }),
  "customer_import.changed": z.object({ importId: z.string(), state: z.string() }),
  /** Work in steps, and where it stood. */
  "steps.watched": z.object({ job: z.string(), id: z.string(), place: z.string() }),
  "totals.rebuild_asked": z.object({}),
  "webhook.received": z.object({ receiptId: z.string() }),
  "webhook.failed": z.object({ receiptId: z.string(), provider: z.string(), outcome: z.string() }),
  /** A call of a provider that the tenant described, mapped to words for its admins. */
  "webhook.noted": z.object({ receiptId: z.string(), name: z.string(), title: z.string(), message: z.string() }),
  "connection.failed": z.object({ connectionId: z.string(), name: z.string(), detail: z.string() }),
  /** Deliveries of a state are sent again, a step at a time: those behind `afterId`, made up to `untilId`. */
  "deliveries.resend_asked": z.object({
    state: z.enum(["failed", "unsure"]),
    channel: z.enum(channels).nullable(),
    connectionId: z.string().nullable(),
    afterId: z.string(),
    untilId: z.string(),
  }),
  "announcement.sent": z.object({ announcementId: z.string() }),
  "task.due": z.object({ runId: z.string() }),
  "task.failed": z.object({ taskId: z.string(), runId: z.string(), name: z.string(), outcome: z.string() }),
  "task.changed": z.object({ taskId: z.string() }),
} as const;

export type EventType = keyof typeof eventTypes;
export type EventData<T extends EventType> = z.infer<(typeof eventTypes)[T]>;

/** An event as its handlers get it. */
export interface Event<T extends EventType = EventType> {
  id: string;
  type: T;
  data: EventData<T>;
  at: number;
}
