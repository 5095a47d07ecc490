import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { feedAnswer, feedQuery, notificationIdParam, readAnswer, readUpToInput, unreadAnswer } from "./inputs.ts";
import { listFeed, markRead, markReadUpTo } from "./feed.ts";

export function feedRoutes(app: App): void {
  const own = { tag: "Notifications", access: "notifications:read", limit: "general", status: 200 } as const;
  endpoint(
    app,
    {
      ...own,
      method: "get",
      path: "/notifications",
      id: "listNotifications",
      summary: "What you were told, newest first",
      query: feedQuery,
      response: feedAnswer,
    },
    (ctx, { query }) => listFeed(ctx, query),
  );
  endpoint(
    app,
    {
      ...own,
      method: "post",
      path: "/notifications/{id}/read",
      id: "readNotification",
      summary: "Mark a notification as read",
      params: notificationIdParam,
      response: readAnswer,
    },
    (ctx, { params }) => markRead(ctx, params),
  );
  endpoint(
    app,
    {
      ...own,
      method: "post",
      path: "/notifications/read",
      id: "readNotifications",
      summary: "Mark a notification and all before it as read",
      body: readUpToInput,
      response: unreadAnswer,
    },
    (ctx, { body }) => markReadUpTo(ctx, body.upTo),
  );
}
