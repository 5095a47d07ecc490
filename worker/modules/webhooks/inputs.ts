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
  .object({
    ...summary,
    headers: z.record(z.string(), z.string()),
    query: z.string().nullable().openapi({ description: "What stood behind the `?` of the address." }),
    body: z.string(),
  })
  .openapi("WebhookLogDetail");

/** What somebody should look at. */
export const problemStates = ["failed", "dead"] as const satisfies readonly (typeof receiptStates)[number][];

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
const provider = z.string().max(40).optional();
const span = {
  from: moment.optional().openapi({ description: "Moment, or business date in the company's time zone." }),
  until: moment.optional().openapi({ description: "Moment, or business date: that day is included." }),
};

export const receiptQuery = pageQuery.extend({
  provider,
  ...span,
  state: z
    .enum([...receiptStates, "problem"])
    .optional()
    .openapi({ description: "`problem`: failed and dead ones together." }),
  q: z
    .string()
    .trim()
    .max(150)
    .optional()
    .openapi({ description: "A call's id here, or the provider's own id of it where its endpoint maps `id`; whole." }),
});
export type ReceiptQuery = z.output<typeof receiptQuery>;
export const receiptId = z.object({ id: z.string().regex(idPattern("whk")) });

export const mostReplayed = 100;
export const replayInput = z
  .union([
    z.object({
      ids: z
        .array(z.string().regex(idPattern("whk")))
        .min(1)
        .max(mostReplayed),
    }),
    z.object({ state: z.enum(problemStates), provider, ...span }),
  ])
  .openapi("ReplayWebhooks");
export type ReplayInput = z.output<typeof replayInput>;
export const replayAnswer = z
  .object({
    replayed: z.int(),
    skipped: z.int().openapi({ description: "Rejected, or being worked off already." }),
    more: z.boolean().openapi({ description: "Whether more fit the filter than one request replays." }),
  })
  .openapi("ReplayedWebhooks");
