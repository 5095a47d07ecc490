import { z } from "@hono/zod-openapi";
import { roles } from "../../core/access.ts";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { messageWith } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import { createAnnouncement } from "../../modules/notifications/index.ts";
import { idsOfNumbers } from "../../modules/users/index.ts";
import { channel, outletOf } from "./channels.ts";
import { fa } from "./profile.ts";

const common = { profile: fa, tag: "Notifikasi", limit: "general", status: 200 } as const;

const sendInput = z
  .object({
    title: z.string().trim().min(1).max(200),
    message: z.string().trim().min(1).max(4000),
    channels: z.array(channel).min(1).max(channel.options.length).default(["in_app"]),
    user_ids: z.array(numberInPath).min(1).max(100).optional(),
    roles: z.array(z.enum(roles)).min(1).max(roles.length).optional(),
  })
  .openapi("AdminNotification", { description: "To `user_ids`, else to `roles`, else to everybody." });
type SendInput = z.output<typeof sendInput>;

const sent = z.object({ title: z.string(), message: z.string(), channels: z.array(channel), status: z.string() });

export function notificationRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "post",
      path: "/api/v1/notifications/admin/send",
      id: "faSendNotification",
      summary: "Kirim notifikasi admin",
      access: "announcements:write",
      body: sendInput,
      fieldNames: { userIds: "user_ids" },
      response: messageWith(sent),
    },
    async (ctx, { body }) => {
      const outlets = [...new Set(body.channels)].map(outletOf);
      const audience = await audienceOf(body, (numbers) => idsOfNumbers(ctx, numbers));
      const {
        title,
        body: message,
        state,
      } = await createAnnouncement(ctx, {
        title: body.title,
        body: body.message,
        outlets,
        audience,
      });
      return { message: "Notifikasi dikirim", data: { title, message, channels: body.channels, status: state } };
    },
  );
}

async function audienceOf(
  { user_ids: numbers, roles: named }: SendInput,
  idsOf: (numbers: number[]) => Promise<string[]>,
): Promise<Parameters<typeof createAnnouncement>[1]["audience"]> {
  if (numbers) return { to: "users", userIds: await idsOf(numbers) };
  return named ? { to: "roles", roles: named } : { to: "all" };
}
