import { z } from "@hono/zod-openapi";
import { locales } from "../../../core/errors.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { channels } from "../../../core/channels.ts";
import { deliveryStates } from "../states.ts";

const moment = z.iso.datetime({ offset: true });

export const deliveryQuery = pageQuery.extend({
  channel: z.enum(channels).optional(),
  state: z.enum(deliveryStates).optional(),
  kind: z.string().max(60).optional(),
  recipient: z.string().trim().min(1).max(320).optional().openapi({ description: "The whole address." }),
  notificationId: z.string().regex(idPattern("ntf")).optional(),
  from: moment.optional(),
  to: moment.optional().openapi({ description: "Up to and without this moment." }),
});
export type DeliveryQuery = z.output<typeof deliveryQuery>;

export const deliveryId = z.object({ id: z.string().regex(idPattern("dlv")) });

export const failureClasses = ["rate-limited", "unavailable", "address", "message", "window", "account"] as const;

const summary = {
  id: z.string().regex(idPattern("dlv")),
  notificationId: z.string(),
  resendOfId: z.string().nullable(),
  kind: z.string(),
  channel: z.enum(channels),
  provider: z.string(),
  connectionId: z.string().nullable(),
  recipient: z.object({
    kind: z.enum(["user", "customer", "guest", "tenant"]),
    id: z.string(),
    name: z.string(),
    address: z.string(),
  }),
  locale: z.enum(locales),
  subject: z.string().nullable(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  dueAt: z.iso.datetime().nullable().openapi({ description: "The next try; null where there is none to come." }),
  failure: z.object({ class: z.enum(failureClasses), code: z.string(), detail: z.string() }).nullable(),
  sentAt: z.iso.datetime().nullable(),
  deliveredAt: z.iso.datetime().nullable(),
  readAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
};
export const deliverySummary = z.object(summary).openapi("DeliverySummary");

const attempt = z
  .object({
    number: z.int(),
    startedAt: z.iso.datetime(),
    durationMs: z.int(),
    outcome: z.enum(["accepted", "refused", "unknown", "found", "wait", "unsure", "suppressed", "late"]),
    failure: summary.failure,
    answer: z.object({ status: z.int().nullable(), body: z.string() }).nullable(),
  })
  .openapi("DeliveryAttempt");

export const deliveryAnswer = z
  .object({
    ...summary,
    content: z.object({
      text: z.string(),
      html: z.string().nullable(),
      link: z.object({ label: z.string(), url: z.string() }).nullable(),
      template: z.object({ name: z.string(), language: z.string(), parameters: z.array(z.string()) }).nullable(),
      document: z
        .object({ name: z.string(), url: z.string().nullable() })
        .nullable()
        .openapi({ description: "The PDF that goes along, where the channel carries one." }),
    }),
    providerMessageId: z.string().nullable(),
    attemptLog: z.array(attempt).openapi({ description: "Every try, oldest first." }),
    resentAsId: z.string().nullable(),
    suppression: z
      .object({ id: z.string(), reason: z.string() })
      .nullable()
      .openapi({ description: "Why its address is not written to now." }),
  })
  .openapi("Delivery");

export const resendInput = z
  .object({
    force: z
      .boolean()
      .default(false)
      .openapi({ description: "Also to an address that is not written to: it is taken off that list." }),
  })
  .openapi("Resend");
export type ResendInput = z.output<typeof resendInput>;

export const resendManyInput = z
  .object({
    state: z.enum(["failed", "unsure"]),
    channel: z.enum(channels).nullish(),
    connectionId: z.string().regex(idPattern("con")).nullish(),
    from: moment.nullish(),
  })
  .openapi("ResendMany");
export type ResendManyInput = z.output<typeof resendManyInput>;

export const resendManyAnswer = z
  .object({
    deliveries: z.int().openapi({ description: "How many there are, counted up to a thousand." }),
    isMore: z.boolean(),
  })
  .openapi("ResendManyAnswer");
