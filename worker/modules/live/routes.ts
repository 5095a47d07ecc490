import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { issueTicket, join } from "./service.ts";

const ticketAnswer = z.object({ ticket: z.string(), expiresAt: z.iso.datetime() }).openapi("LiveTicket");
const liveQuery = z.object({ ticket: z.string().min(1).max(2000), lastEventId: z.string().max(20).optional() });

export function liveRoutes(app: App): void {
  endpoint(
    app,
    {
      method: "post",
      path: "/live/tickets",
      id: "issueLiveTicket",
      tag: "Live",
      summary: "A ticket for one WebSocket, good for a minute",
      access: "live:read",
      limit: "general",
      status: 201,
      response: ticketAnswer,
    },
    (ctx) => issueTicket(ctx),
  );
  endpoint(
    app,
    {
      method: "get",
      path: "/live",
      id: "joinLive",
      tag: "Live",
      summary: "WebSocket with the company's events as {id, type, data, at}; the ticket stands in for the token",
      access: "live:read",
      limit: "general",
      ticket: { parameter: "ticket", kind: "live" },
      query: liveQuery,
      status: 101,
    },
    (ctx, { query }, c) => join(ctx, c.req.raw, { lastEventId: query.lastEventId }),
  );
}
