import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { businessDate } from "../../customers/index.ts";
import { periodText } from "../invoices/inputs.ts";
import { runLineStates, runStates, skipReasons } from "../states.ts";

export const runInput = z
  .object({
    period: periodText.openapi({ description: "Everything not billed yet is billed through this month." }),
    brandId: z.string().trim().min(1).max(60).optional().openapi({ description: "Id or code; default: every brand." }),
    issuedOn: businessDate.optional().openapi({ description: "Default: today." }),
    dueOn: businessDate.optional().openapi({ description: "Default: issuedOn and the company's due days." }),
  })
  .openapi("NewBillingRun");
export type RunInput = z.output<typeof runInput>;

export const runAnswer = z
  .object({
    id: z.string().regex(idPattern("run")),
    number: z.int(),
    period: z.string(),
    brandId: z.string().nullable(),
    issuedOn: z.string(),
    dueOn: z.string(),
    state: z.enum(runStates),
    subscriptions: z.int().openapi({ description: "Invoices in the preview; rises while it is prepared." }),
    total: z.int().openapi({ description: "Of the preview, in rupiah, tax included." }),
    tax: z.int(),
    issued: z.int(),
    issuedTotal: z.int(),
    skipped: z.int().openapi({ description: "Changed since the preview, and left to the next run." }),
    finishedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("BillingRun");

export const runLineAnswer = z
  .object({
    subscriptionId: z.string(),
    subscriptionNumber: z.int(),
    customer: z
      .object({ id: z.string(), number: z.int(), name: z.string() })
      .nullable()
      .openapi({ description: "Null once the customer has been deleted." }),
    brandId: z.string(),
    items: z.array(z.object({ description: z.string(), quantity: z.int(), unitPrice: z.int() })),
    periods: z.array(z.string()),
    subtotal: z.int(),
    discount: z.int(),
    tax: z.int(),
    total: z.int(),
    state: z.enum(runLineStates),
    skipReason: z.enum(skipReasons).nullable(),
    invoiceId: z.string().nullable(),
  })
  .openapi("BillingRunLine");

export const runQuery = pageQuery.extend({ state: z.enum(runStates).optional() });
export type RunQuery = z.output<typeof runQuery>;
export const runLineQuery = pageQuery.extend({
  q: z.string().trim().max(100).optional().openapi({ description: "Words of the customer." }),
  state: z.enum(runLineStates).optional(),
});
export type RunLineQuery = z.output<typeof runLineQuery>;

export const runId = z.object({ id: z.string().regex(idPattern("run")) });
