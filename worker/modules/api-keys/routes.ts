import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { apiKeyAnswer, apiKeyId, apiKeyInput, apiKeyPatch, apiKeyQuery, newApiKeyAnswer } from "./inputs.ts";
import { createApiKey, listApiKeys, renameApiKey, revokeApiKey } from "./service.ts";

export function apiKeyRoutes(app: App): void {
  const all = { path: "/api-keys", tag: "API keys", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/api-keys/{id}", params: apiKeyId } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listApiKeys",
      summary: "API keys, newest first, with their last use",
      access: "api-keys:read",
      query: apiKeyQuery,
      response: pageOf(apiKeyAnswer),
    },
    (ctx, { query }) => listApiKeys(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createApiKey",
      summary: "Make a key for a program; it is shown in this answer alone",
      access: "api-keys:write",
      body: apiKeyInput,
      status: 201,
      response: newApiKeyAnswer,
    },
    (ctx, { body }) => createApiKey(ctx, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "renameApiKey",
      summary: "Rename a key",
      access: "api-keys:write",
      body: apiKeyPatch,
      response: apiKeyAnswer,
    },
    (ctx, { params, body }) => renameApiKey(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "delete",
      id: "revokeApiKey",
      summary: "Revoke a key at once",
      access: "api-keys:write",
      status: 204,
    },
    (ctx, { params }) => revokeApiKey(ctx, params.id),
  );
}
