import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { readText } from "../../core/http/input.ts";
import { pageOf } from "../../core/http/page.ts";
import { receiptAnswer, receiptId, receiptQuery, receiptSummary } from "./inputs.ts";
import { getReceipt, listReceipts } from "./list.ts";
import { receiveWebhook } from "./receive.ts";
import { replayWebhook } from "./work.ts";

/** The largest call that is stored. */
export const webhookBodyLimitBytes = 1024 * 1024;
const webhookAnswer = z.object({ received: z.literal(true), id: z.string() });

export function webhookRoutes(app: App): void {
  endpoint(
    app,
    {
      base: "",
      method: "post",
      path: "/webhooks/{provider}",
      id: "receiveWebhook",
      tag: "Webhooks in",
      summary: "A provider's webhook; prefix /t/{slug} names the company",
      access: "public",
      limit: "webhook",
      always: true,
      params: z.object({ provider: z.string().max(40) }),
      status: 200,
      response: webhookAnswer,
    },
    async (ctx, { params }, c) => {
      const body = await readText(c.req.raw, webhookBodyLimitBytes);
      const { id } = await receiveWebhook(ctx, {
        provider: params.provider,
        method: c.req.method,
        headers: c.req.raw.headers,
        body,
        address: c.var.address,
      });
      return { received: true as const, id };
    },
  );
  const log = { path: "/webhook-logs", tag: "Webhooks in", limit: "general", status: 200 } as const;
  endpoint(
    app,
    {
      ...log,
      method: "get",
      id: "listWebhookLogs",
      summary: "Calls of providers, newest first",
      access: "webhooks:read",
      query: receiptQuery,
      response: pageOf(receiptSummary),
    },
    (ctx, { query }) => listReceipts(ctx, query),
  );
  endpoint(
    app,
    {
      ...log,
      path: "/webhook-logs/{id}",
      method: "get",
      id: "getWebhookLog",
      summary: "A call as it came",
      access: "webhooks:read",
      params: receiptId,
      response: receiptAnswer,
    },
    (ctx, { params }) => getReceipt(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...log,
      path: "/webhook-logs/{id}/replay",
      method: "post",
      id: "replayWebhook",
      summary: "Work a call off once more",
      access: "webhooks:replay",
      params: receiptId,
      status: 202,
    },
    (ctx, { params }) => replayWebhook(ctx, params.id),
  );
}
