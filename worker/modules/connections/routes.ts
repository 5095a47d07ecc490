import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import {
  connectionAnswer,
  connectionId,
  connectionInput,
  connectionPatch,
  connectionQuery,
  connectionTest,
  providerAnswer,
} from "./inputs.ts";
import {
  createConnection,
  getConnection,
  listConnections,
  listProviders,
  testConnection,
  updateConnection,
} from "./service.ts";

export function connectionRoutes(app: App): void {
  const all = { path: "/connections", tag: "Connections", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/connections/{id}", params: connectionId, response: connectionAnswer } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      path: "/connections/providers",
      id: "listProviders",
      summary: "Providers that can be connected, and what each needs",
      access: "connections:read",
      response: z.object({ data: z.array(providerAnswer) }),
    },
    async () => listProviders(),
  );
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listConnections",
      summary: "Connections",
      access: "connections:read",
      query: connectionQuery,
      response: pageOf(connectionAnswer),
    },
    (ctx, { query }) => listConnections(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createConnection",
      summary: "Connect a provider; secrets are sealed and never answered",
      access: "connections:write",
      body: connectionInput,
      status: 201,
      response: connectionAnswer,
    },
    (ctx, { body }) => createConnection(ctx, body),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "getConnection", summary: "A connection", access: "connections:read" },
    (ctx, { params }) => getConnection(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "updateConnection",
      summary: "Change a connection; secrets that are not named stay",
      access: "connections:write",
      body: connectionPatch,
    },
    (ctx, { params, body }) => updateConnection(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "post",
      path: "/connections/{id}/test",
      id: "testConnection",
      summary: "Try the credentials and register the webhook",
      access: "connections:write",
      response: connectionTest,
    },
    (ctx, { params }) => testConnection(ctx, params.id),
  );
}
