import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, listOf, skipQuery } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import { listFeedBySkip, markRead, type FeedEntry } from "../../modules/notifications/index.ts";
import { artacom } from "./profile.ts";

const common = {
  profile: artacom,
  tag: "Notifications",
  access: "notifications:read",
  limit: "general",
  status: 200,
} as const;

const notification = z
  .object({
    id: z.int(),
    type: z.string(),
    title: z.string(),
    message: z.string(),
    is_read: z.boolean(),
    read_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .openapi("Notification");

const show = ({ number, kind, title, body, readAt, createdAt }: FeedEntry): z.input<typeof notification> => ({
  id: number,
  type: kind,
  title,
  message: body,
  is_read: readAt !== null,
  read_at: readAt,
  created_at: createdAt,
});

export function notificationRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      method: "get",
      path: "/api/notifications/",
      id: "artacomListNotifications",
      summary: "Get Notifications",
      query: skipQuery,
      response: listOf(notification),
    },
    async (ctx, { query }) => listFrom(await listFeedBySkip(ctx, query), query, show),
  );
  endpoint(
    app,
    {
      ...common,
      method: "patch",
      path: "/api/notifications/{notification_id}/read",
      id: "artacomReadNotification",
      summary: "Mark as Read",
      params: z.object({ notification_id: numberInPath }),
      response: notification,
    },
    async (ctx, { params }) => show(await markRead(ctx, { number: params.notification_id })),
  );
}
