import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../core/http/page.ts";
import { memberId, memberSessionId, sessionAnswer, sessionId } from "./member-inputs.ts";
import { endOtherSessions, endOwnSession, endSessionOf, listOwnSessions, listSessionsOf } from "./session-list.ts";

export function sessionRoutes(app: App): void {
  const own = { path: "/sessions", tag: "Sessions", limit: "general", always: true } as const;
  const theirs = { path: "/users/{id}/sessions", tag: "Sessions", limit: "general", access: "users:write" } as const;
  const list = { method: "get", query: pageQuery, status: 200, response: pageOf(sessionAnswer) } as const;
  endpoint(
    app,
    { ...own, ...list, id: "listSessions", summary: "Where you are signed in", access: "profile:read" },
    (ctx, { query }) => listOwnSessions(ctx, query),
  );
  endpoint(
    app,
    {
      ...own,
      method: "delete",
      id: "endOtherSessions",
      summary: "End your sessions but this one",
      access: "profile:write",
      status: 204,
    },
    (ctx) => endOtherSessions(ctx),
  );
  endpoint(
    app,
    {
      ...own,
      method: "delete",
      path: "/sessions/{id}",
      id: "endOwnSession",
      summary: "End one of your sessions",
      access: "profile:write",
      params: sessionId,
      status: 204,
    },
    (ctx, { params }) => endOwnSession(ctx, params.id),
  );
  endpoint(
    app,
    { ...theirs, ...list, id: "listMemberSessions", summary: "Where a member is signed in", params: memberId },
    (ctx, { params, query }) => listSessionsOf(ctx, params.id, query),
  );
  endpoint(
    app,
    {
      ...theirs,
      method: "delete",
      path: "/users/{id}/sessions/{sessionId}",
      id: "endMemberSession",
      summary: "End a member's session",
      params: memberSessionId,
      status: 204,
    },
    (ctx, { params }) => endSessionOf(ctx, params.id, params.sessionId),
  );
}
