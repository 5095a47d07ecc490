import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { join } from "../../modules/live/index.ts";
import { artacom } from "./profile.ts";

export function liveRoutes(app: App): void {
  endpoint(
    app,
    {
      profile: artacom,
      method: "get",
      path: "/ws/notifications",
      id: "artacomJoinNotifications",
      tag: "WebSocket",
      summary: "Real-time notifications as {type, message, data, timestamp}",
      access: "live:read",
      limit: "general",
      ticket: { parameter: "token", kind: "access" },
      query: z.object({ token: z.string().min(1).max(2000) }),
      status: 101,
    },
    (ctx, _input, c) => join(ctx, c.req.raw, { format: "artacom" }),
  );
}
