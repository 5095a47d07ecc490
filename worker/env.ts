/** Bindings and settings, parsed once per isolate. A missing or malformed setting is named when the Worker starts. */
import { z } from "zod";
import type { Pacer } from "../durable-objects/pacer.ts";
import type { RateLimiter } from "../durable-objects/rate-limiter.ts";
import type { TenantRoom } from "../durable-objects/tenant-room.ts";
import type { ChannelMessage, EventMessage, JobMessage } from "./core/messages.ts";

/** The bindings of `wrangler.toml`. Shards (`DB`, `DB_1`, … or `DATABASE_URL…`) are read by the dialect. */
export interface Env {
  TENANT_ROOM: DurableObjectNamespace<TenantRoom>;
  RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  EVENTS: Queue<EventMessage>;
  JOBS: Queue<JobMessage>;
  EMAIL: Queue<ChannelMessage>;
  WHATSAPP: Queue<ChannelMessage>;
  TELEGRAM: Queue<ChannelMessage>;
  DISCORD: Queue<ChannelMessage>;
  PUSH: Queue<ChannelMessage>;
  SMS: Queue<ChannelMessage>;
  PACER: DurableObjectNamespace<Pacer>;
  FILES: R2Bucket;
  ASSETS: Fetcher;
  FLOOD: RateLimit;
}

const masterKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
/** A setting that may be left out or empty. */
const optional = (schema: z.ZodString) => z.union([z.literal(""), schema]).default("");

const settingsSchema = z.object({
  /** Host on which tenants have subdomains: `{slug}.{APP_HOST}`. */
  APP_HOST: z.string().min(1),
  /** Where people reach the dashboard, for links in mail and payment pages. */
  APP_URL: z.url(),
  /** Signs tokens. */
  TOKEN_SECRET: z.string().min(32),
  /** 32 bytes in base64: the root of every tenant's sealing key. */
  MASTER_KEY: masterKey,
  /** While the master key is changed: the other one, which opens and does not seal (docs/deploy.md). */
  MASTER_KEY_PREVIOUS: optional(masterKey),
  /** Opens `/operator/…`; without one there is nothing there. */
  OPERATOR_TOKEN: optional(z.string().min(32)),
  /** Shards that take new tenants, such as `0,1`. */
  NEW_TENANT_SHARDS: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .transform((list) => list.split(",").map(Number)),
  MAIL_FROM: z.string().min(3),
  /** The operator's Postmark account, for tenants without a mail connection of their own. */
  POSTMARK_TOKEN: z.string().default(""),
  POSTMARK_URL: z.url(),
  XENDIT_URL: z.url(),
  WHAPI_URL: z.url(),
  WHATSAPP_URL: z.url(),
  TELEGRAM_URL: z.url(),
  DISCORD_URL: z.url(),
  FCM_URL: z.url(),
  GOOGLE_TOKEN_URL: z.url(),
  TWILIO_URL: z.url(),
  DIGIFLAZZ_URL: z.url(),
  /** Whether tenants may name private addresses; on where the sandbox stands in for the outside world. */
  ALLOW_PRIVATE_HOSTS: z.enum(["on", "off"]).default("off"),
  /** scrypt's N, as a power of two. */
  PASSWORD_COST: z.coerce.number().int().min(4).max(17).default(14),
  /** Multiplies every documented limit; 1 in production. */
  RATE_LIMIT_FACTOR: z.coerce.number().positive().default(1),
  /** Checks every statement for its tenant; on in tests and local development. */
  GUARD: z.enum(["on", "off"]).default("off"),
  /** Says in each answer's `Server-Timing` what it cost the store; for `bench/`, not for production. */
  METER: z.enum(["on", "off"]).default("off"),
});
export type Settings = z.infer<typeof settingsSchema>;

const parsed = new WeakMap<object, Settings>();

/** @throws with the names of the settings at fault, never their values. */
export function settingsOf(env: Env): Settings {
  const known = parsed.get(env);
  if (known) return known;
  const result = settingsSchema.safeParse(env);
  if (!result.success) {
    const names = result.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new Error(`Settings missing or malformed: ${names}. See .dev.vars.example.`);
  }
  parsed.set(env, result.data);
  return result.data;
}
