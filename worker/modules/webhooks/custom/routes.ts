import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf } from "../../../core/http/page.ts";
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  renewSecret,
  updateEndpoint,
} from "./endpoints.ts";
import {
  endpointAnswer,
  endpointId,
  endpointInput,
  endpointPatch,
  endpointQuery,
  endpointWithSecret,
  secretInput,
  tryAnswer,
  tryInput,
} from "./inputs.ts";
import { tryEndpoint } from "./try.ts";

const tryBodyLimitBytes = 512 * 1024;

export function webhookEndpointRoutes(app: App): void {
  const all = { path: "/webhook-endpoints", tag: "Webhooks in", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/webhook-endpoints/{id}", params: endpointId } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listWebhookEndpoints",
      summary: "Providers that the company described itself",
      access: "webhooks:read",
      query: endpointQuery,
      response: pageOf(endpointAnswer),
    },
    (ctx, { query }) => listEndpoints(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createWebhookEndpoint",
      summary:
        "Describe a provider: its proof, its addresses, its fields; a secret that is made is shown in this answer alone",
      access: "webhooks:write",
      body: endpointInput,
      status: 201,
      response: endpointWithSecret,
    },
    (ctx, { body }) => createEndpoint(ctx, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/webhook-endpoints/try",
      method: "post",
      id: "tryWebhookEndpoint",
      summary: "What would become of a call; changes nothing",
      access: "webhooks:write",
      body: tryInput,
      bodyLimitBytes: tryBodyLimitBytes,
      response: tryAnswer,
    },
    (ctx, { body }) => tryEndpoint(ctx, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "get",
      id: "getWebhookEndpoint",
      summary: "A provider that the company described",
      access: "webhooks:read",
      response: endpointAnswer,
    },
    (ctx, { params }) => getEndpoint(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "updateWebhookEndpoint",
      summary: "Change it, or switch it on or off; a mapping is replaced as a whole",
      access: "webhooks:write",
      body: endpointPatch,
      response: endpointWithSecret,
    },
    (ctx, { params, body }) => updateEndpoint(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...one,
      method: "delete",
      id: "deleteWebhookEndpoint",
      summary: "Remove it; its calls stay in the log",
      access: "webhooks:write",
      status: 204,
    },
    (ctx, { params }) => deleteEndpoint(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      path: "/webhook-endpoints/{id}/secret",
      method: "post",
      id: "renewWebhookSecret",
      summary: "Replace the secret; one that is made is shown in this answer alone",
      access: "webhooks:write",
      body: secretInput,
      response: endpointWithSecret,
    },
    (ctx, { params, body }) => renewSecret(ctx, params.id, body.secret),
  );
}
