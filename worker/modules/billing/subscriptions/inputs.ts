import { z } from "@hono/zod-openapi";
import { says } from "../../../core/http/input.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { businessDate } from "../../customers/index.ts";
import { amountLimits } from "../invoices/amounts.ts";
import { subscriptionStates, suspensionCauses } from "../states.ts";

/** Invoice numbers and periods are of this century. */
export const serviceDate = businessDate.refine(
  (date) => date.startsWith("20"),
  says("Tanggal di luar jangkauan.", "The date is out of range."),
);

const fields = {
  planId: z.string().regex(idPattern("pln")),
  price: z
    .int()
    .min(0)
    .max(amountLimits.unitPrice)
    .nullable()
    .openapi({ description: "Agreed price where it differs from the plan's; null: the plan's." }),
  discount: z
    .int()
    .min(0)
    .max(amountLimits.unitPrice)
    .openapi({ description: "Rupiah off each full period; its share off a part." }),
  anchorDay: z
    .int()
    .min(1)
    .max(31)
    .openapi({ description: "Day on which a period begins; 29–31: the last day of a shorter month." }),
};

export const subscriptionInput = z
  .object({
    customerId: z.string().regex(idPattern("cus")),
    ...fields,
    price: fields.price.default(null),
    discount: fields.discount.default(0),
    anchorDay: fields.anchorDay.optional(),
    brandId: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .optional()
      .openapi({ description: "Id or code; default: the customer's." }),
    startsOn: serviceDate.optional().openapi({ description: "Default: today." }),
    billFrom: serviceDate
      .optional()
      .openapi({ description: "First day to be billed. Default: startsOn, but not before the current period." }),
  })
  .openapi("NewSubscription");
export type SubscriptionInput = z.output<typeof subscriptionInput>;

export const subscriptionPatch = z.object(fields).partial().openapi("SubscriptionPatch");
export type SubscriptionPatch = z.output<typeof subscriptionPatch>;

export const terminationInput = z
  .object({ endsOn: serviceDate.optional().openapi({ description: "Last day of service. Default: today." }) })
  .openapi("Termination");

export const subscriptionAnswer = z
  .object({
    id: z.string().regex(idPattern("sub")),
    number: z.int(),
    state: z.enum(subscriptionStates),
    customer: z
      .object({ id: z.string(), number: z.int(), name: z.string() })
      .nullable()
      .openapi({ description: "Null once the customer has been deleted." }),
    plan: z.object({ id: z.string(), name: z.string(), price: z.int() }),
    brandId: z.string(),
    price: z.int().nullable(),
    effectivePrice: z.int(),
    discount: z.int(),
    anchorDay: z.int(),
    startsOn: z.string(),
    endsOn: z.string().nullable(),
    nextPeriod: z.string().openapi({ description: "The first period that no invoice covers.", example: "2026-12" }),
    billFrom: z.string().openapi({ description: "The first day that no invoice covers." }),
    suspension: z
      .object({ cause: z.enum(suspensionCauses), since: z.iso.datetime().nullable() })
      .nullable()
      .openapi({ description: "Why it is suspended: `overdue` is lifted by payment, `manual` by a person alone." }),
    createdAt: z.iso.datetime(),
  })
  .openapi("Subscription");

export const subscriptionQuery = pageQuery.extend({
  customerId: z.string().regex(idPattern("cus")).optional(),
  planId: z.string().regex(idPattern("pln")).optional(),
  state: z.enum(subscriptionStates).optional(),
  sort: z.enum(["createdAt", "-createdAt"]).default("-createdAt"),
});
export type SubscriptionQuery = z.output<typeof subscriptionQuery>;

export const subscriptionId = z.object({ id: z.string().regex(idPattern("sub")) });
