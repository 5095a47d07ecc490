import { z } from "@hono/zod-openapi";
import { pageQuery } from "../../core/http/page.ts";
import { idPattern } from "../../core/ids.ts";

export const receiptStates = ["received", "done", "ignored", "failed", "dead", "rejected"] as const;

const summary = {
  id: z.string().regex(idPattern("whk")),
  provider: z.string(),
  connectionId: z.string().nullable(),
  state: z.enum(receiptStates),
  method: z.string(),
  address: z.string().nullable(),
  attempts: z.int(),
  outcome: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
};
export const receiptSummary = z.object(summary).openapi("WebhookLog");
export const receiptAnswer = z
  .object({ ...summary, headers: z.record(z.string(), z.string()), body: z.string() })
  .openapi("WebhookLogDetail");

/** What somebody should look at. */
export const problemStates = ["failed", "dead"] as const satisfies readonly (typeof receiptStates)[number][];

export const receiptQuery = pageQuery.extend({
  provider: z.string().max(40).optional(),
  state: z
    .enum([...receiptStates, "problem"])
    .optional()
    .openapi({ description: "`problem`: failed and dead ones together." }),
});
export type ReceiptQuery = z.output<typeof receiptQuery>;
export const receiptId = z.object({ id: z.string().regex(idPattern("whk")) });
