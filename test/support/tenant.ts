/** What tests start from: a tenant of their own, its people's tokens, and calls through the Worker's front door. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env as bindings } from "cloudflare:workers";
import { createApp } from "../../worker/app.ts";
import type { Permission, Role } from "../../worker/core/access.ts";
import type { Actor, Context } from "../../worker/core/context.ts";
import { channels } from "../../worker/core/channels.ts";
import type { ChannelMessage, EventMessage, JobMessage } from "../../worker/core/messages.ts";
import { systemRandom } from "../../worker/core/ids.ts";
import { createPlatform, type Sources } from "../../worker/core/platform.ts";
import { settingsOf, type Env } from "../../worker/env.ts";
import { findBySlug, tenantQuery, viewOf } from "../../worker/modules/tenancy/index.ts";
import { newUser, openSession, type NewUser } from "../../worker/modules/users/index.ts";
import { eq, inArray, lte } from "drizzle-orm";
import { handlersOf } from "../../worker/jobs.ts";
import { commit, workOff } from "../../worker/modules/outbox/index.ts";
import { outbox } from "../../worker/modules/outbox/schema.ts";
import { deliver } from "../../worker/modules/notifications/index.ts";
import { sweepAfterMs } from "../../worker/modules/notifications/telling/plan.ts";
import { messageOf } from "../../worker/modules/notifications/delivery/queue.ts";
import { deliveries } from "../../worker/modules/notifications/schema.ts";

/** A queue that keeps what it is sent: a test decides when a message arrives, with `settle` or by handing it over. */
class HeldQueue<T> {
  readonly sent: T[] = [];
  send = async (body: T): Promise<void> => void this.sent.push(body);
  sendBatch = async (messages: Iterable<{ body: T }>): Promise<void> => {
    for (const { body } of messages) this.sent.push(body);
  };
}

export const queues = {
  events: new HeldQueue<EventMessage>(),
  jobs: new HeldQueue<JobMessage>(),
  /** Messages of all channels. */
  channels: new HeldQueue<ChannelMessage>(),
};

/** The Worker's real bindings, with the queues held back. */
export const env = Object.create(bindings, {
  EVENTS: { value: queues.events },
  JOBS: { value: queues.jobs },
  ...Object.fromEntries(channels.map((channel) => [channel.toUpperCase(), { value: queues.channels }])),
}) as Env;

/** The bindings with other settings. */
export const withSettings = (settings: Record<string, string | undefined>): Env =>
  Object.create(
    env,
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, { value, enumerable: true }])),
  ) as Env;

/** A clock that tests move by hand. */
export class Clock implements Sources {
  readonly random = systemRandom;
  #nowMs: number;
  constructor(start = Date.parse("2026-11-21T03:00:00Z")) {
    this.#nowMs = start;
  }
  now = (): number => this.#nowMs;
  set(iso: string): void {
    this.#nowMs = Date.parse(iso);
  }
  advance(ms: number): void {
    this.#nowMs += ms;
  }
}

export interface Answer<T = Record<string, never>> {
  status: number;
  body: T;
  headers: Headers;
}

export interface CallOptions {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  slug?: string;
  /** Where the request goes to: `{slug}.localhost` names a tenant. */
  host?: string;
}

/** A body that is sent as it is: text, a file's bytes, a form. */
const isRaw = (body: unknown): body is BodyInit =>
  typeof body === "string" || body instanceof Uint8Array || body instanceof FormData;
/** A member, and how to sign in as one. */
export interface Person {
  id: string;
  username: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

let tenants = 0;
const unique = () => `${Date.now().toString(36)}${(tenants++).toString(36)}`;

/** A tenant with its owner, and everything a test does as one of its people. */
export class TestTenant {
  readonly clock: Clock;
  readonly slug: string;
  readonly address: string;
  id = "";
  token = "";
  refreshToken = "";
  /** The Worker's bindings; a test may give it others with `withSettings`. */
  env: Env = env;
  readonly ownerPassword = "kuda-laut-biru";
  #app: ReturnType<typeof createApp>;

  private constructor(clock: Clock, slug: string) {
    this.clock = clock;
    this.slug = slug;
    this.address = `test-${slug}`;
    this.#app = createApp(clock);
  }

  /** Signs a tenant up through the API. */
  static async signUp({ clock = new Clock(), kinds = ["isp"], timeZone = "Asia/Jakarta" } = {}): Promise<TestTenant> {
    const tenant = new TestTenant(clock, `t-${unique()}`);
    const answer = await tenant.call<{ tenant: { id: string }; access_token: string; refresh_token: string }>(
      "POST",
      "/api/v1/tenants",
      {
        body: {
          name: "Contoh Net",
          slug: tenant.slug,
          kinds,
          timeZone,
          owner: {
            name: "Pemilik",
            email: `${tenant.slug}@example.com`,
            username: "pemilik",
            password: tenant.ownerPassword,
          },
        },
      },
    );
    if (answer.status !== 201) throw new Error(`Sign-up answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    tenant.id = answer.body.tenant.id;
    tenant.token = answer.body.access_token;
    tenant.refreshToken = answer.body.refresh_token;
    return tenant;
  }

  /** Signs the owner in again, for tests that move the clock past an access token's hour. */
  async signIn(): Promise<void> {
    const answer = await this.call<{ access_token: string; refresh_token: string }>("POST", "/api/v1/auth/login", {
      slug: this.slug,
      body: { identifier: "pemilik", password: this.ownerPassword },
      headers: { "cf-connecting-ip": `${this.address}-${unique()}` },
    });
    this.token = answer.body.access_token;
    this.refreshToken = answer.body.refresh_token;
  }

  /** Calls the API. Unless told otherwise, without a token. */
  async call<T = Record<string, never>>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const response = await this.fetch(method, path, options);
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const isJson = /^application\/(\w+\+)?json(;|$)/.test(response.headers.get("content-type") ?? "");
    const body = (isJson ? JSON.parse(text) : text || undefined) as T;
    return { status: response.status, body, headers: response.headers };
  }

  /** Calls as the owner. */
  as = async <T = Record<string, never>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) =>
    this.call<T>(method, `/api/v1${path}`, {
      token: this.token,
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    });

  async fetch(
    method: string,
    path: string,
    { token, body, headers, slug, host = "localhost" }: CallOptions = {},
  ): Promise<Response> {
    const request = new Request(`http://${host}${slug ? `/t/${slug}` : ""}${path}`, {
      method,
      headers: {
        "cf-connecting-ip": this.address,
        ...(body !== undefined && !(body instanceof FormData) && { "content-type": "application/json" }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    return this.#send(request);
  }

  /** Sends a stream as the owner, with the headers it is given, true or not. */
  async stream(method: string, path: string, body: ReadableStream, headers: Record<string, string>): Promise<Response> {
    const all = { "cf-connecting-ip": this.address, authorization: `Bearer ${this.token}`, ...headers };
    return this.#send(new Request(`http://localhost${path}`, { method, headers: all, body }));
  }

  async #send(request: Request): Promise<Response> {
    const execution = createExecutionContext();
    const response = await this.#app.fetch(request as never, this.env, execution);
    await waitOnExecutionContext(execution);
    return response;
  }

  /** A context for calling services directly. */
  async context(actor: Actor = { kind: "system", id: "test", name: "test" }): Promise<Context> {
    const settings = settingsOf(this.env);
    const platform = createPlatform({ env: this.env, settings, sources: this.clock, defer: () => {} });
    const found = await findBySlug(platform, this.slug);
    if (!found) throw new Error("No such tenant");
    const store = platform.tenantStore(found.shard, found.tenantId);
    const [[row]] = await store.read(tenantQuery(store));
    if (!row) throw new Error("No such tenant");
    return platform.context(viewOf(row, found.shard), actor, store);
  }

  /** Works off everything the tenant's outbox holds, as the queue would. What fails stays pending. */
  async settle(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      const ctx = await this.context();
      const [rows] = await ctx.store.read(
        ctx.store.db
          .select({ id: outbox.id })
          .from(outbox)
          .where(ctx.store.own(outbox, eq(outbox.state, "pending"))),
      );
      for (const { id } of rows) await workOff(ctx, id, handlersOf).catch(() => {});
      const sent = await this.deliver();
      if (rows.length === 0 && sent === 0) return;
    }
  }

  /** Sends the tenant's messages whose time has come, as the channels' queues would. @returns how many were tried */
  async deliver(): Promise<number> {
    const ctx = await this.context();
    const [due] = await ctx.store.read(
      ctx.store.db
        .select()
        .from(deliveries)
        .where(
          ctx.store.own(
            deliveries,
            inArray(deliveries.state, ["waiting", "sending"]),
            lte(deliveries.dueAt, this.clock.now() + sweepAfterMs),
          ),
        ),
    );
    const fresh = due.filter(({ state, dueAt }) => state === "waiting" || dueAt <= this.clock.now());
    const messages = await Promise.all(fresh.map((each) => messageOf(this.id, ctx.tenant.shard, each)));
    for (const [account, group] of Map.groupBy(messages, (message) => message.account))
      await deliver(ctx, account, group, { random: this.clock.random, pause: () => Promise.resolve() });
    return messages.length;
  }

  /** Makes an API key as the owner. */
  async apiKey(permissions: readonly Permission[], rest: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.as<{ key: string }>("POST", "/api-keys", { name: "Kunci", permissions, ...rest });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.key;
  }

  /** Adds a member and gives its token. */
  async member(role: Role): Promise<string> {
    return (await this.person(role)).token;
  }

  /** Adds a member who is signed in. */
  async person(role: Role, given: Partial<NewUser> = {}): Promise<Person> {
    const ctx = await this.context();
    const name = `${role}-${unique()}`;
    const input = { name, email: `${name}@example.com`, username: name, password: "ikan-terbang-9", role, ...given };
    const user = await newUser(ctx, input);
    const session = await openSession(ctx, { id: user.id, role }, { userAgent: "test", address: this.address });
    await commit(ctx, [...user.statements, ...session.statements]);
    const { access_token: token, refresh_token: refreshToken } = session.tokens;
    return { id: user.id, username: input.username, email: input.email, password: input.password, token, refreshToken };
  }
}
