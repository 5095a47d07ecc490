import type { Context } from "hono";
import { Hono } from "hono";

import type { AppEnv } from "../../frame/provider.ts";
import type { Bot, Bots } from "./bots.ts";
import { TelegramError, usualError } from "./errors.ts";
import { botMethods, type Desk } from "./methods.ts";
import type { Chats } from "./chats.ts";
import type { Sending } from "./sending.ts";

/** `/bot<token>/<method>` by GET or POST, and `/file/bot<token>/<path>` (facts, section 1). */
export function telegramApi(bots: Bots, chats: Chats, sending: Sending, desk: Desk): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const methods = botMethods(sending, chats, desk);

  app.on(["GET", "POST"], "/:bot{bot[^/]+}/:method", async (c) => {
    const bot = openBot(bots, c.req.param("bot"));
    const method = methods.get(c.req.param("method").toLowerCase());
    if (!method) throw usualError(404);
    const { result, description } = method(bot, await inputOf(c));
    return c.json({ ok: true, result, ...(description && { description }) });
  });

  app.get("/file/:bot{bot[^/]+}/files/:id", (c) => {
    openBot(bots, c.req.param("bot"));
    const file = desk.media.find(c.req.param("id"));
    if (!file) throw usualError(404);
    return c.body(file.bytes, 200, { "content-type": "application/octet-stream" });
  });

  app.onError((error) => {
    if (error instanceof TelegramError) return error.toResponse();
    throw error;
  });
  return app;
}

/** @throws TelegramError 401 for a token that begins `bad-`, 404 for none */
function openBot(bots: Bots, part: string): Bot {
  const token = decodeURIComponent(part.slice("bot".length));
  if (token.startsWith("bad-")) throw usualError(401);
  return bots.open(token);
}

/** Fields of the query, a form, or JSON: the Bot API takes all three. */
async function inputOf(c: Context<AppEnv>): Promise<Record<string, unknown>> {
  const query = c.req.query();
  if (c.req.method === "GET") return query;
  const type = c.req.header("content-type") ?? "";
  if (/^(?:application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) {
    return { ...query, ...(await c.req.parseBody()) };
  }
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? { ...query, ...body } : query;
}
