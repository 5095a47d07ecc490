import { createApp } from "./app.ts";
import { systemRandom } from "./core/ids.ts";
import { consume } from "./consumer.ts";
import type { ChannelMessage, EventMessage, JobMessage } from "./core/messages.ts";
import type { Env } from "./env.ts";
import { tick } from "./cron.ts";

export { Pacer } from "../durable-objects/pacer.ts";
export { RateLimiter } from "../durable-objects/rate-limiter.ts";
export { TenantRoom } from "../durable-objects/tenant-room.ts";

const sources = { now: Date.now, random: systemRandom };
const app = createApp(sources);

export default {
  fetch: app.fetch,
  queue: (batch, env, ctx) => consume(batch, env, sources, ctx),
  scheduled: (controller, env, ctx) => tick(controller, env, sources, ctx),
} satisfies ExportedHandler<Env, EventMessage | JobMessage | ChannelMessage>;
