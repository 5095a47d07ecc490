import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, listOf, skipQuery } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import { listFeedBySkip, markRead } from "../../modules/notifications/index.ts";
import { notification, showNotification } from "../notification.ts";
import { artacom } from "./profile.ts";

const common = {
  profile: artacom,
  tag: "Notifications",
  access: "notifications:read",
  limit: "general",
  status: 200,
} as const;

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
    async (ctx, { query }) => listFrom(await listFeedBySkip(ctx, query), query, showNotification),
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
    async (ctx, { params }) => showNotification(await markRead(ctx, { number: params.notification_id })),
  );
}
