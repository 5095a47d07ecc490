import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, messageWith, messageWithList, skipQuery } from "../../core/http/placed.ts";
import { inboundCall, listReceiptsBySkip, receiveWebhook, type ReceiptSummary } from "../../modules/webhooks/index.ts";
import { fa } from "./profile.ts";

const common = { profile: fa, tag: "Webhook", status: 200 } as const;

const webhookLog = z
  .object({
    id: z.string(),
    provider: z.string(),
    status: z.string().openapi({ description: "received, done, ignored, failed, dead or rejected" }),
    attempts: z.int(),
    response: z.string().nullable().openapi({ description: "What came of it, or why it failed." }),
    ip_address: z.string().nullable(),
    created_at: z.iso.datetime(),
    processed_at: z.iso.datetime().nullable(),
  })
  .openapi("WebhookLog");

const showLog = (receipt: ReceiptSummary): z.input<typeof webhookLog> => ({
  id: receipt.id,
  provider: receipt.provider,
  status: receipt.state,
  attempts: receipt.attempts,
  response: receipt.outcome,
  ip_address: receipt.address,
  created_at: receipt.receivedAt,
  processed_at: receipt.finishedAt,
});

export function webhookRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "get",
      path: "/api/v1/notifications/webhook/logs",
      id: "faListWebhookLogs",
      summary: "Log webhook (admin)",
      access: "webhooks:read",
      limit: "general",
      query: skipQuery,
      response: messageWithList(webhookLog),
    },
    async (ctx, { query }) => ({
      message: "Log webhook",
      ...listFrom(await listReceiptsBySkip(ctx, query), query, showLog),
    }),
  );
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/v1/notifications/webhook/digiflazz",
      id: "faReceiveDigiflazz",
      summary: "Webhook Digiflazz; tidak ditemukan sebelum perusahaan menyambungkan Digiflazz",
      access: "public",
      limit: "webhook",
      always: true,
      response: messageWith(z.object({ id: z.string() })),
    },
    async (ctx, _input, c) => ({
      message: "Webhook diterima",
      data: await receiveWebhook(ctx, await inboundCall(c, "digiflazz")),
    }),
  );
}
