import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { messageWith } from "../../core/http/placed.ts";
import { sendTest } from "../../modules/notifications/index.ts";
import { fa } from "./profile.ts";

/** The channels of its source, each with a test. */
const tested = ["email", "whatsapp", "discord", "push", "sms"] as const;

const testInput = z
  .object({
    to: z.string().trim().min(1).max(4096).optional().openapi({
      description: "An address, a number, a device's token. Absent: whoever asks. Discord has none.",
    }),
  })
  .openapi("NotificationTest");

const outcome = z
  .object({
    channel: z.enum(tested),
    provider: z.string(),
    to: z.string(),
    status: z.string().openapi({ description: "sent, failed, unsure or suppressed" }),
    error: z.string().nullable(),
  })
  .openapi("NotificationTestOutcome");

/** A test for each channel; what the provider answered is in the answer, so a test that fails is a 200 too. */
export function testRoutes(app: App): void {
  for (const channel of tested)
    endpoint(
      app,
      {
        profile: fa,
        method: "post",
        path: `/api/v1/notifications/test/${channel}`,
        id: `faTest${channel[0]?.toUpperCase()}${channel.slice(1)}`,
        tag: "Notifikasi",
        summary: `Test ${channel}`,
        access: "connections:write",
        limit: "testMessages",
        status: 200,
        body: testInput,
        response: messageWith(z.array(outcome)),
      },
      async (ctx, { body }) => {
        const { data } = await sendTest(ctx, channel, { to: body.to });
        const isSent = data.every(({ delivery }) => !delivery.failure);
        return {
          message: isSent ? `Test ${channel} dikirim` : `Test ${channel} gagal`,
          data: data.map(({ delivery }) => ({
            channel,
            provider: delivery.provider,
            to: delivery.address,
            status: delivery.state,
            error: delivery.failure?.detail ?? null,
          })),
        };
      },
    );
}
