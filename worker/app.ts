/** The app: middleware in order, modules mounted, the OpenAPI document. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { locales, Refusal, type Locale } from "./core/errors.ts";
import type { App, AppEnv } from "./core/http/endpoint.ts";
import { preflight, securityHeaders, sourceAddress, splitTenantPath } from "./core/http/edge.ts";
import { problemResponse } from "./core/http/problem.ts";
import { createPlatform, type Sources } from "./core/platform.ts";
import type { Meter } from "./db/store.ts";
import { settingsOf, type Env } from "./env.ts";
import { gate, tenancyRoutes } from "./modules/tenancy/index.ts";
import { apiKeyRoutes } from "./modules/api-keys/index.ts";
import { auditRoutes } from "./modules/audit/index.ts";
import { billingRoutes } from "./modules/billing/index.ts";
import { connectionRoutes } from "./modules/connections/index.ts";
import { customerTransferRoutes } from "./modules/customer-imports/index.ts";
import { customerFileRoutes, customerRoutes } from "./modules/customers/index.ts";
import { fileRoutes } from "./modules/files/index.ts";
import { liveRoutes } from "./modules/live/index.ts";
import { notificationRoutes } from "./modules/notifications/index.ts";
import { portabilityRoutes } from "./modules/portability/index.ts";
import { reportRoutes } from "./modules/reports/index.ts";
import { taskRoutes } from "./modules/tasks/index.ts";
import { webhookEndpointRoutes, webhookRoutes } from "./modules/webhooks/index.ts";
import { profileRoutes, userRoutes } from "./modules/users/index.ts";
import { mountProfiles, profileAt } from "./compat/index.ts";
import { healthRoutes } from "./health.ts";
import { operatorRoutes } from "./operator.ts";
import { serveAssets } from "./core/http/assets.ts";

/** The caller's language: the first of ours that `Accept-Language` names, else Indonesian. */
function localeOf(request: Request): Locale {
  const wanted = (request.headers.get("accept-language") ?? "").toLowerCase().split(",");
  return (
    (wanted.map((part) => part.trim().slice(0, 2)).find((tag) => locales.includes(tag as Locale)) as Locale) ?? "id"
  );
}

const about = {
  openapi: "3.1.0",
  info: {
    title: "Tepi",
    version: "1",
    description:
      "One back office at the edge for Indonesian internet providers, bill-payment resellers and pawn shops.",
    license: { name: "MIT" },
  },
};

const securitySchemes = {
  bearer: { type: "http", scheme: "bearer", description: "An access token, or an API key." },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
  operator: { type: "http", scheme: "bearer", description: "The setting OPERATOR_TOKEN." },
} as const;

function describeSecurity(app: App): void {
  for (const [name, scheme] of Object.entries(securitySchemes))
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
}

/** Builds the app. `sources` are time and chance; tests give their own. */
export function createApp(sources: Sources) {
  const app = new OpenAPIHono<AppEnv>();

  app.use(async (c, next) => {
    const settings = settingsOf(c.env);
    c.set("address", sourceAddress(c.req.raw));
    c.set("responseHeaders", {});
    c.set("afterwards", []);
    c.set(
      "slug",
      c.req.header("x-tepi-path-tenant") ?? c.req.header("x-tenant") ?? hostSlug(c.req.raw, settings.APP_HOST),
    );
    c.set("gate", gate);
    c.set(
      "platform",
      createPlatform({
        env: c.env,
        settings,
        sources,
        locale: localeOf(c.req.raw),
        defer: (work) => c.executionCtx.waitUntil(work),
      }),
    );
    const flood = await c.env.FLOOD.limit({ key: c.var.address });
    if (!flood.success && settings.RATE_LIMIT_FACTOR <= 1) throw new Refusal("rate_limited", { retryAfterSeconds: 60 });
    if (c.req.method === "OPTIONS") return preflight(c.req.raw);
    await next();
    for (const work of c.var.afterwards) c.executionCtx.waitUntil(work());
    // A response that opens a WebSocket can't be rebuilt with other headers.
    if (c.res.status === 101) return;
    for (const [name, value] of Object.entries({ ...securityHeaders, ...c.var.responseHeaders }))
      if (!c.res.headers.has(name)) c.header(name, value);
    c.header("X-Request-Id", c.var.platform.requestId);
    if (settings.METER === "on") c.header("Server-Timing", meterHeader(c.var.platform.meter));
  });
  app.onError((error, c) => {
    const { platform, responseHeaders } = c.var;
    const shape = profileAt(c.req.path)?.errors;
    const response = problemResponse(error, platform?.requestId ?? "", platform?.locale ?? "id", shape);
    for (const [name, value] of Object.entries({ ...securityHeaders, ...responseHeaders }))
      response.headers.set(name, value);
    response.headers.set("X-Request-Id", platform?.requestId ?? "");
    return response;
  });

  healthRoutes(app);
  operatorRoutes(app);
  tenancyRoutes(app);
  userRoutes(app);
  profileRoutes(app);
  fileRoutes(app);
  apiKeyRoutes(app);
  auditRoutes(app);
  connectionRoutes(app);
  customerTransferRoutes(app);
  customerRoutes(app);
  customerFileRoutes(app);
  billingRoutes(app);
  liveRoutes(app);
  notificationRoutes(app);
  webhookRoutes(app);
  webhookEndpointRoutes(app);
  reportRoutes(app);
  portabilityRoutes(app);
  taskRoutes(app);
  describeSecurity(app);
  const profiles = mountProfiles(app, describeSecurity);

  let described: ReturnType<typeof app.getOpenAPI31Document> | undefined;
  const document = () => (described ??= app.getOpenAPI31Document(about));
  app.get("/api/v1/openapi.json", (c) => c.json(document()));
  for (const area of ["/api/*", "/compat/*"])
    app.all(area, () => {
      throw new Refusal("not_found");
    });
  app.get("*", (c) => serveAssets(c.req.raw, c.env.ASSETS));
  app.all("*", () => {
    throw new Refusal("not_found");
  });
  return {
    fetch: (request: Request, env: Env, ctx: ExecutionContext) => app.fetch(splitTenantPath(request), env, ctx),
    /** The OpenAPI document, for the client's types and the walks. */
    document,
    /** Each profile's document likewise; its paths stand below `/compat/{name}`. */
    profiles,
  };
}

/** What the answer cost the store so far, as `Server-Timing` (W3C, section 3.1); work after the answer is not in it. */
const meterHeader = ({ roundTrips, rowsRead }: Meter): string =>
  `store;desc="${roundTrips} round trips, ${rowsRead} rows"`;

/** `{slug}.{APP_HOST}` names a tenant. */
function hostSlug(request: Request, appHost: string): string | undefined {
  const host = new URL(request.url).hostname;
  return host.endsWith(`.${appHost}`) ? host.slice(0, -appHost.length - 1) : undefined;
}
