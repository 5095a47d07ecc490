import { z } from "@hono/zod-openapi";
import { endpoint, type App, type AppContext } from "../../core/http/endpoint.ts";
import { readBytes } from "../../core/http/input.ts";
import { pageOf } from "../../core/http/page.ts";
import { Refusal } from "../../core/errors.ts";
import { receiptAnswer, receiptId, receiptQuery, receiptSummary, replayAnswer, replayInput } from "./inputs.ts";
import { getReceipt, listReceipts } from "./list.ts";
import { answerHandshake, hasHandshake, receiveWebhook } from "./receive.ts";
import type { InboundCall } from "./receipts.ts";
import { replayWebhook, replayWebhooks } from "./replay.ts";

/** The largest call that is stored. */
const bodyLimitBytes = 1024 * 1024;
const queryLimit = 2000;
const webhookAnswer = z.object({ received: z.literal(true), id: z.string() });

export function webhookRoutes(app: App): void {
  const hook = {
    base: "",
    path: "/webhooks/{provider}",
    tag: "Webhooks in",
    access: "public",
    limit: "webhook",
    always: true,
    params: z.object({ provider: z.string().max(40) }),
    status: 200,
  } as const;
  endpoint(
    app,
    {
      ...hook,
      method: "post",
      id: "receiveWebhook",
      summary: "A provider's webhook; prefix /t/{slug} names the company",
      response: webhookAnswer,
    },
    async (ctx, { params }, c) => {
      const { id } = await receiveWebhook(ctx, await inboundCall(c, params.provider));
      return { received: true as const, id };
    },
  );
  endpoint(
    app,
    {
      ...hook,
      method: "get",
      id: "confirmWebhook",
      summary: "A provider asks whether the address is the company's",
      produces: ["text/plain"],
      // The dashboard has pages below /webhooks, but none below a company's path or of such a provider's name.
      takes: (c) => c.req.header("x-tepi-path-tenant") !== undefined || hasHandshake(c.req.param("provider") ?? ""),
    },
    async (ctx, { params }, c) => {
      const answer = await answerHandshake(ctx, params.provider, queryOf(c.req.url));
      return new Response(answer, { headers: { "content-type": "text/plain; charset=utf-8" } });
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
  endpoint(
    app,
    {
      ...log,
      path: "/webhook-logs/replay",
      method: "post",
      id: "replayWebhooks",
      summary: "Work up to a hundred calls off once more: by id, or all that failed",
      access: "webhooks:replay",
      body: replayInput,
      status: 202,
      response: replayAnswer,
    },
    (ctx, { body }) => replayWebhooks(ctx, body),
  );
}

/** A provider's call as it came. @throws Refusal `malformed_request`, `too_large` */
export const inboundCall = async (c: AppContext, provider: string): Promise<InboundCall> => ({
  provider,
  method: c.req.method,
  headers: c.req.raw.headers,
  body: await readBody(c.req.raw),
  query: queryOf(c.req.url),
  address: c.var.address,
});

/** The body as text that is the same bytes again: what is signed is checked over it. The store can't hold NUL. */
async function readBody(request: Request): Promise<string> {
  const bytes = await readBytes(request, bodyLimitBytes);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Said below: it is no text.
  }
  throw new Refusal("malformed_request");
}

function queryOf(url: string): string {
  const query = new URL(url).search.slice(1);
  if (query.length > queryLimit) throw new Refusal("malformed_request");
  return query;
}
