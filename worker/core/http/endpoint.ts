/**
 * One way to declare a route. The declaration is the document, the check and the limit at once: a route without its
 * permission or its limit does not compile, and one that the walks in `test/walks` do not know fails the build.
 */
import { createRoute, type z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { keyPermissions, permissions, type Permission } from "../access.ts";
import type { Env } from "../../env.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../errors.ts";
import { limits, type LimitName } from "../limits.ts";
import type { Platform } from "../platform.ts";
import type { TokenKind } from "../tokens.ts";
import { idempotencyKey, idempotencyOf, replayOr } from "./idempotency.ts";
import { formType, isForm, parseInput, readForm, readJson } from "./input.ts";
import { problemDocuments } from "./problem.ts";
import type { Profile } from "./profile.ts";
import {
  isStream,
  isUpload,
  openUpload,
  readUpload,
  uploadContent,
  type Incoming,
  type StreamRules,
  type Upload,
  type UploadRules,
} from "./upload.ts";

/** Who is let in: holders of a permission, anyone of the tenant, or anyone. */
export type Access = Permission | "public";

export interface EndpointRules {
  access: Access;
  limit: LimitName;
  /** Served although the tenant is under maintenance or suspended: what is needed to end that. */
  always?: boolean;
  /** A token in the query stands in for the bearer token: for WebSockets, which can't send headers from a browser. */
  ticket?: { parameter: string; kind: TokenKind };
  /** The query's `token`, of this kind, names the tenant and lets in whoever has the link: for routes that are public. */
  link?: TokenKind;
  /** The compatibility profile that it belongs to; then `path` is the documented one, below the profile's address. */
  profile?: Profile;
}

export interface GateHints {
  /** A slug given in the body, the last of the ways to name a tenant. */
  slug?: string | undefined;
  /** The tenant's id, where the path itself carries it. */
  tenantId?: string | undefined;
  /** Looked up together with the principal, so that it costs no round trip. */
  idempotency?: Context["idempotency"];
}

/** Lets a request in, or throws. `modules/tenancy` implements it; `app.ts` puts the two together. */
export interface Gate {
  admit(c: AppContext, rules: EndpointRules, hints?: GateHints): Promise<Context>;
  /** For routes that belong to no tenant: counts the limit only. */
  admitStranger(c: AppContext, rules: EndpointRules): Promise<Platform>;
  /** For who runs Tepi, by the setting `OPERATOR_TOKEN`. */
  admitOperator(c: AppContext): Promise<Platform>;
}

export interface AppEnv {
  Bindings: Env;
  Variables: {
    platform: Platform;
    gate: Gate;
    /** Slug of the path prefix, header or host, if any. */
    slug: string | undefined;
    address: string;
    responseHeaders: Record<string, string>;
    /** Work that begins when the answer is ready. */
    afterwards: (() => Promise<unknown>)[];
  };
}
export type AppContext = HonoContext<AppEnv>;
export type App = OpenAPIHono<AppEnv>;

type Schema = z.ZodType;
type Out<T> = T extends Schema
  ? z.output<T>
  : T extends UploadRules
    ? Upload
    : T extends StreamRules
      ? Incoming
      : undefined;

export interface Endpoint<P, Q, B, R> extends EndpointRules {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  /** Before the path; webhooks stand outside the API. */
  base?: "";
  /** A profile's words for the fields that a service may refuse: `{ phone: "no_telp", "address.block": "blok" }`. */
  fieldNames?: Record<string, string>;
  id: string;
  tag: string;
  summary: string;
  params?: P;
  query?: Q;
  /** A schema for JSON, or `upload({…})` or `streamed({…})` for a file. */
  body?: B;
  bodyLimitBytes?: number;
  /** The body may come as a form too. */
  form?: true;
  /** Names the tenant by the body, where neither token, path, header nor host does. Default: its field `tenant`. */
  tenantOf?: (raw: unknown) => string | undefined;
  /** Names the tenant's id by the path, for links that work everywhere. */
  tenantIdOf?: (params: Record<string, string>) => string | undefined;
  status: 101 | 200 | 201 | 202 | 204;
  response?: R;
  /** Content types of an answer that is no JSON. */
  produces?: readonly string[];
  /** Which requests of this path are the route's; others are a page's of the same address. Default: all. */
  takes?: (c: AppContext) => boolean;
}

export interface Input<P, Q, B> {
  params: Out<P>;
  query: Out<Q>;
  body: Out<B>;
}

const defaultBodyLimitBytes = 256 * 1024;

/** A route of a tenant. The handler gets the admitted context and the parsed input, and gives what `response` describes. */
export function endpoint<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | UploadRules | StreamRules | undefined = undefined,
  R extends Schema | undefined = undefined,
>(
  app: App,
  route: Endpoint<P, Q, B, R>,
  handle: (
    ctx: Context,
    input: Input<P, Q, B>,
    c: AppContext,
  ) => Promise<R extends Schema ? z.input<R> : void | Response>,
): void {
  register(app, route, async (c) => {
    if (isUpload(route.body)) return receiveUpload(c, route, route.body, handle as never);
    if (isStream(route.body)) return receiveStream(c, route, route.body, handle as never);
    const raw = route.body ? await readFields(c.req.raw, route) : undefined;
    const key = route.method === "post" && route.limit !== "webhook" ? c.req.header("idempotency-key") : undefined;
    const ctx = await c.var.gate.admit(c, route, {
      slug: route.access === "public" ? (route.tenantOf ?? fieldOf("tenant"))(raw) : undefined,
      tenantId: route.tenantIdOf?.(c.req.param() as Record<string, string>),
      idempotency: key === undefined ? undefined : await idempotencyOf(key, c.req.method, c.req.path, raw),
    });
    const input = await parseAll(c, route, raw);
    return replayOr(ctx, async () => respond(c, route, await handle(ctx, input, c)));
  });
}

const readFields = (
  request: Request,
  { form, bodyLimitBytes = defaultBodyLimitBytes }: { form?: true; bodyLimitBytes?: number },
): Promise<unknown> =>
  form && isForm(request) ? readForm(request, bodyLimitBytes) : readJson(request, bodyLimitBytes);

/** A file is read once its sender is let in, since it is large and the limit is the tenant's. */
async function receiveUpload<P, Q, B, R>(
  c: AppContext,
  route: Endpoint<P, Q, B, R>,
  rules: UploadRules,
  handle: (ctx: Context, input: Input<P, Q, UploadRules>, c: AppContext) => Promise<unknown>,
): Promise<Response> {
  const key = route.method === "post" ? c.req.header("idempotency-key") : undefined;
  const ctx = await c.var.gate.admit(c, route, key === undefined ? {} : { idempotency: idempotencyKey(key) });
  const { params, query } = await parseAll(c, { ...route, body: undefined }, undefined);
  const body = await readUpload(c.req.raw, rules.limitBytes(ctx));
  if (ctx.idempotency) {
    const { requestHash } = await idempotencyOf(ctx.idempotency.key, c.req.method, c.req.url, body.sha256);
    ctx.idempotency.requestHash = requestHash;
  }
  return replayOr(ctx, async () => respond(c, route, await handle(ctx, { params, query, body }, c)));
}

/** A file that its handler reads. With an idempotency key, its length stands for it: it can't be read twice. */
async function receiveStream<P, Q, B, R>(
  c: AppContext,
  route: Endpoint<P, Q, B, R>,
  rules: StreamRules,
  handle: (ctx: Context, input: Input<P, Q, StreamRules>, c: AppContext) => Promise<unknown>,
): Promise<Response> {
  const key = route.method === "post" ? c.req.header("idempotency-key") : undefined;
  const length = c.req.header("content-length");
  const idempotency = key === undefined ? undefined : await idempotencyOf(key, c.req.method, c.req.url, length);
  const ctx = await c.var.gate.admit(c, route, { idempotency });
  const { params, query } = await parseAll(c, { ...route, body: undefined }, undefined);
  return replayOr(ctx, async () => {
    const body = await openUpload(c.req.raw, rules.limitBytes(ctx));
    return respond(c, route, await handle(ctx, { params, query, body }, c));
  });
}

/** A route of nobody's: sign-up. */
export function strangerEndpoint<B extends Schema, R extends Schema>(
  app: App,
  route: Endpoint<undefined, undefined, B, R>,
  handle: (platform: Platform, input: Input<undefined, undefined, B>, c: AppContext) => Promise<z.input<R>>,
): void {
  register(app, route, async (c) => {
    const platform = await c.var.gate.admitStranger(c, route);
    const raw = await readJson(c.req.raw, route.bodyLimitBytes ?? defaultBodyLimitBytes);
    const input = await parseAll(c, route, raw);
    return respond(c, route, await handle(platform, input, c));
  });
}

/** A route of who runs Tepi, over all tenants. */
export function operatorEndpoint<B extends Schema, R extends Schema>(
  app: App,
  route: Omit<Endpoint<undefined, undefined, B, R>, "access" | "limit" | "base" | "tag">,
  handle: (platform: Platform, input: Input<undefined, undefined, B>) => Promise<z.input<R>>,
): void {
  const described = { ...route, access: "operator", limit: "operator", base: "", tag: "Operator" } as const;
  register(app, described, async (c) => {
    const platform = await c.var.gate.admitOperator(c);
    const raw = await readJson(c.req.raw, defaultBodyLimitBytes);
    const input = await parseAll(c, route, raw);
    return respond(c, route, await handle(platform, input));
  });
}

/** Reads a text field of a body that is not parsed yet. */
export const fieldOf =
  (name: string) =>
  (raw: unknown): string | undefined => {
    const value = (raw as Record<string, unknown> | undefined | null)?.[name];
    return typeof value === "string" ? value : undefined;
  };

/** A ticket or a person's token opens what only people do; a key the rest as well. */
const securityOf = (access: Access | "operator"): Record<string, string[]>[] => [
  access === "operator" ? { operator: [] } : { bearer: [] },
  ...((keyPermissions as string[]).includes(access) ? [{ apiKey: [] }] : []),
];

const rolesOf = (access: Access | "operator") =>
  access === "public" ? "anyone" : access === "operator" ? [] : permissions[access];

type Described<P, Q, B, R> = Omit<Endpoint<P, Q, B, R>, "access"> & { access: Access | "operator" };
type Shape<P, Q, B, R> = Pick<Endpoint<P, Q, B, R>, "params" | "query" | "body" | "response" | "status">;

function register<P, Q, B, R>(app: App, route: Described<P, Q, B, R>, handle: (c: AppContext) => Promise<Response>) {
  const errors = route.profile?.errors ?? problemDocuments;
  const described = createRoute({
    method: route.method,
    path: route.profile ? route.path : `${route.base ?? "/api/v1"}${route.path}`,
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.access !== "public" && { security: securityOf(route.access) }),
    ...(route.profile?.kind && { "x-kind": route.profile.kind }),
    ...(route.ticket && { "x-socket": true }),
    "x-permission": route.access,
    "x-roles": rolesOf(route.access),
    "x-rate-limit": { name: route.limit, ...limits[route.limit] },
    request: {
      ...(route.params ? { params: route.params as unknown as z.ZodObject } : {}),
      ...(route.query ? { query: route.query as unknown as z.ZodObject } : {}),
      ...(route.body ? { body: { required: true, content: contentOf(route.body, route.form) } } : {}),
    },
    responses: {
      [route.status]: route.response
        ? { description: "Done", content: contentOf(route.response) }
        : { description: "Done", ...(route.produces && { content: uploadContent(route.produces) }) },
      default: { description: "Refused", content: { [errors.contentType]: { schema: errors.schema } } },
    },
  });
  app.openAPIRegistry.registerPath(described);
  const path = described.getRoutingPath();
  app.on(route.method.toUpperCase(), route.profile ? withAndWithoutSlash(path) : [path], async (c, next) => {
    if (!(route.takes?.(c as AppContext) ?? true)) return next();
    try {
      return await handle(c as AppContext);
    } catch (error) {
      throw route.fieldNames ? renamed(error, route.fieldNames) : error;
    }
  });
}

/** A refusal that names the fields as its caller knows them, those below a field too. */
function renamed(error: unknown, names: Record<string, string>): unknown {
  if (!(error instanceof Refusal) || !error.options.fields) return error;
  const fields = error.options.fields.map(({ field, message }) => {
    const known = Object.keys(names).find((name) => field === name || field.startsWith(`${name}.`)) ?? "";
    return { field: (names[known] ?? "") + field.slice(known.length), message };
  });
  return new Refusal(error.code, { ...error.options, fields });
}

/** Profiles take a path with and without its last slash. */
const withAndWithoutSlash = (path: string): string[] => [path.replace(/\/$/, ""), path.replace(/\/?$/, "/")];

/** Body or answer as the document has it. */
const contentOf = (body: unknown, form?: true) => {
  if (isUpload(body) || isStream(body)) return uploadContent(body.types);
  const content = { schema: body as z.ZodType };
  return { "application/json": content, ...(form && { [formType]: content }) };
};

async function parseAll<P, Q, B, R>(c: AppContext, route: Shape<P, Q, B, R>, raw: unknown): Promise<Input<P, Q, B>> {
  const { locale } = c.var.platform;
  const parse = async (schema: unknown, value: unknown) =>
    schema ? await parseInput(schema as Schema, value, locale) : undefined;
  return {
    params: (await parse(route.params, c.req.param())) as Out<P>,
    query: (await parse(route.query, c.req.query())) as Out<Q>,
    body: (await parse(route.body, raw ?? {})) as Out<B>,
  };
}

/** Shows only what the response's schema names, so that nothing else of a row can leave. */
async function respond<P, Q, B, R>(c: AppContext, route: Shape<P, Q, B, R>, result: unknown): Promise<Response> {
  if (result instanceof Response) return result;
  if (!route.response) return c.body(null, route.status as 204);
  const shown = await (route.response as unknown as Schema).parseAsync(result);
  return c.json(shown as object, route.status as 200);
}
