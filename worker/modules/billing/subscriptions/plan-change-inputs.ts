import { z } from "@hono/zod-openapi";
import { idPattern } from "../../../core/ids.ts";
import { amountLimits } from "../invoices/amounts.ts";
import { planChangeStates } from "../states.ts";
import { serviceDate } from "./inputs.ts";

const amount = z.int().min(0).max(amountLimits.unitPrice);

export const planChangeInput = z
  .object({
    planId: z
      .string()
      .regex(idPattern("pln"))
      .openapi({ description: "The plan it has now, for another price or discount alone." }),
    effectiveOn: serviceDate.openapi({ description: "First day of the new plan; a day to come is planned." }),
    price: amount
      .nullable()
      .optional()
      .openapi({ description: "Agreed price; null: the plan's. Default: the plan's, or unchanged on the same plan." }),
    discount: amount.optional().openapi({ description: "Rupiah off each full period. Default: unchanged." }),
    version: z
      .int()
      .min(1)
      .optional()
      .openapi({ description: "Of the preview; where the subscription has changed since, the answer is 409." }),
  })
  .openapi("NewPlanChange");
export type PlanChangeInput = z.output<typeof planChangeInput>;

const terms = z
  .object({
    plan: z.object({ id: z.string(), name: z.string() }),
    price: z.int().openapi({ description: "Rupiah for each full period." }),
    discount: z.int(),
  })
  .openapi("SubscriptionTerms");

const items = z.array(z.object({ description: z.string(), quantity: z.int(), unitPrice: z.int() }));
const amounts = { items, subtotal: z.int(), discount: z.int(), tax: z.int(), total: z.int() };

export const planChangePreview = z
  .object({
    subscriptionId: z.string(),
    version: z
      .int()
      .openapi({ description: "Of the subscription; sent along, it makes sure that nothing has changed." }),
    effectiveOn: z.string(),
    state: z.enum(["planned", "applied"]),
    previous: terms,
    next: terms,
    days: z
      .array(
        z.object({
          period: z.string(),
          from: z.string(),
          until: z.string().openapi({ description: "The last day." }),
          days: z.int(),
          periodDays: z.int(),
          givenBack: z.int().openapi({ description: "Of the old plan, before tax where prices exclude it." }),
          charged: z.int().openapi({ description: "Of the new plan, likewise." }),
        }),
      )
      .openapi({ description: "Days that are billed already and change hands." }),
    givenBack: z.int(),
    charged: z.int(),
    difference: z.int().openapi({ description: "Tax included: above 0 it is invoiced at once, below 0 credited." }),
    invoice: z.object({ ...amounts, dueOn: z.string() }).nullable(),
    credits: z.array(z.object({ invoiceId: z.string(), number: z.string().nullable(), amount: z.int(), tax: z.int() })),
    nextInvoice: z
      .object({ periods: z.array(z.string()), ...amounts })
      .nullable()
      .openapi({ description: "What the next billing run will bill; null when nothing." }),
  })
  .openapi("PlanChangePreview");

export const planChangeAnswer = z
  .object({
    id: z.string().regex(idPattern("pch")),
    subscriptionId: z.string(),
    effectiveOn: z.string(),
    state: z.enum(planChangeStates),
    previous: terms,
    next: terms,
    difference: z.int().openapi({ description: "Of days that were billed already: invoiced above 0, credited below." }),
    invoiceId: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("PlanChange");

export const planChangeIds = z.object({
  id: z.string().regex(idPattern("sub")),
  changeId: z.string().regex(idPattern("pch")),
});
