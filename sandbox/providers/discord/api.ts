import type { Context } from "hono";
import { Hono } from "hono";

import { digits } from "../../frame/ids.ts";
import { BucketLimit } from "../../frame/limits.ts";
import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import { DiscordError, usualError } from "./errors.ts";
import { checkMessage, textOf } from "./messages.ts";
import type { DiscordMessage, LimitSwitch, Webhooks } from "./webhooks.ts";

/** Five in two seconds, a number of the double: the real one is told by headers alone (facts, sections 3 and 6). */
const bucket = { burst: 5, everyMs: 400 };
const seconds = (ms: number) => ms / 1000;

/** Discord's webhook routes (facts, sections 1 to 4). The unversioned one and older versions answer alike. */
export function discordApi(kit: SandboxKit, webhooks: Webhooks): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const buckets = new BucketLimit(bucket.burst, bucket.everyMs);
  const paths = ["/api/webhooks/:id/:token", "/api/:version{v\\d+}/webhooks/:id/:token"];

  app.on("GET", paths, (c) => {
    const { id, token } = openWebhook(c, webhooks);
    const name = `Sandbox ${id}`;
    return c.json({
      id,
      type: 1,
      name,
      avatar: null,
      channel_id: channelOf(id),
      guild_id: null,
      application_id: null,
      token,
    });
  });

  app.on("POST", paths, async (c) => {
    const limit = webhooks.takeLimit();
    if (limit) return limitedAnswer(limit);
    const { id } = openWebhook(c, webhooks);
    const taken = buckets.take(id, kit.now());
    const headers: Record<string, string> = {
      "x-ratelimit-limit": String(bucket.burst),
      "x-ratelimit-remaining": String(taken.remaining),
      "x-ratelimit-reset": String(seconds(kit.now() + taken.fullMs)),
      "x-ratelimit-reset-after": String(seconds(taken.fullMs)),
      "x-ratelimit-bucket": `sandbox${id}`,
    };
    if (!taken.isAllowed) {
      webhooks.violations.add(id);
      return tooMany(seconds(taken.waitMs), "user", headers);
    }
    const message = await takeMessage(kit, c, id);
    webhooks.log.keep(message);
    if (c.req.query("wait") !== "true") return new Response(null, { status: 204, headers });
    return c.json(presentMessage(message, id), 200, headers);
  });

  app.onError((error) => {
    if (error instanceof DiscordError) return error.toResponse();
    throw error;
  });
  return app;
}

/** @throws DiscordError 404 for a deleted webhook, 401 for a token that begins with `bad-` */
function openWebhook(c: Context, webhooks: Webhooks): { id: string; token: string } {
  const { id = "", token = "" } = c.req.param() as { id?: string; token?: string };
  if (webhooks.deleted.has(id) || id.startsWith("bad-")) throw usualError(404);
  if (token.startsWith("bad-")) throw usualError(401);
  return { id, token };
}

async function takeMessage(kit: SandboxKit, c: Context, id: string): Promise<DiscordMessage> {
  const checked = checkMessage(await readJson(c));
  return {
    id: `13${digits(kit.random, 17)}`,
    to: id,
    threadId: c.req.query("thread_id") ?? null,
    ...checked,
    username: checked.username ?? `Sandbox ${id}`,
    text: textOf(checked),
    at: new Date(kit.now()).toISOString(),
  };
}

async function readJson(c: Context): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch {
    throw new DiscordError(400, 50109, "The request body contains invalid JSON.");
  }
}

const channelOf = (id: string) => `2${id.replace(/\D/g, "")}`.slice(0, 19);

function presentMessage(message: DiscordMessage, webhookId: string): object {
  return {
    id: message.id,
    type: 0,
    channel_id: message.threadId ?? channelOf(webhookId),
    webhook_id: webhookId,
    author: { id: webhookId, username: message.username, bot: true },
    content: message.content,
    embeds: message.embeds.map((embed) => ({ type: "rich", ...embed })),
    mentions: [],
    mention_everyone: message.pings.length > 0,
    timestamp: message.at.replace("Z", "000+00:00"),
  };
}

/** 429 as Discord answers it; waits are seconds with decimals in the body, whole ones in the header. */
export function tooMany(waitSeconds: number, scope: string, headers: Record<string, string> = {}): Response {
  const isGlobal = scope === "global";
  const body = { message: "You are being rate limited.", retry_after: waitSeconds, global: isGlobal };
  return Response.json(body, {
    status: 429,
    headers: {
      ...headers,
      "retry-after": String(Math.ceil(waitSeconds)),
      "x-ratelimit-scope": scope,
      ...(isGlobal && { "x-ratelimit-global": "true" }),
    },
  });
}

/** `html` is the page of a blocked address: no JSON, no limit headers (facts, section 3). */
function limitedAnswer({ kind, retryAfterSeconds }: LimitSwitch): Response {
  if (kind !== "html") return tooMany(retryAfterSeconds, kind);
  const page = "<!DOCTYPE html><title>Access denied</title><h1>Error 1015</h1><p>You are being rate limited</p>";
  return new Response(page, {
    status: 429,
    headers: { "content-type": "text/html; charset=UTF-8", "retry-after": String(Math.ceil(retryAfterSeconds)) },
  });
}
