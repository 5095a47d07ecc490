import type { Context } from "hono";
import { Hono } from "hono";

import type { MediaStore } from "../../frame/media.ts";
import type { AppEnv } from "../../frame/provider.ts";
import { patchSettings, type Channel, type Channels } from "./channels.ts";
import { badRequest, usualError, WhapiError } from "./errors.ts";
import { mediaKinds } from "./messages.ts";
import type { Sending } from "./sending.ts";
import { presentMessage } from "./sending.ts";

interface WhapiEnv extends AppEnv {
  Variables: { channel: Channel };
}

/** Whapi's channel API as far as Tepi uses it (facts, sections 3 and 4). */
export function whapiApi(channels: Channels, sending: Sending, media: MediaStore): Hono<AppEnv> {
  const app = new Hono<WhapiEnv>();

  app.use(async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (!token || token.startsWith("bad-")) throw usualError(401);
    c.set("channel", channels.open(token));
    await next();
  });

  for (const kind of ["text", ...mediaKinds] as const) {
    app.post(`/messages/${kind}`, async (c) => c.json(sending.send(c.var.channel, kind, await readJson(c))));
  }
  app.get("/messages/list/:chatId", (c) => {
    const { count = "100", offset = "0", time_from = "0", time_to = "99999999999", from_me } = c.req.query();
    const found = sending
      .list(c.var.channel, c.req.param("chatId"))
      .filter(({ fromMe }) => from_me === undefined || fromMe === (from_me === "true"))
      .map((message) => presentMessage(message))
      .filter(({ timestamp }) => Number(timestamp) >= Number(time_from) && Number(timestamp) <= Number(time_to));
    const messages = found.slice(Number(offset), Number(offset) + Number(count));
    return c.json({ messages, count: messages.length, total: found.length, offset: Number(offset) });
  });
  app.put("/messages/:id", (c) => c.json({ success: true }));

  app.get("/health", (c) => {
    const { id, phone, health } = c.var.channel;
    const user = health === "AUTH" ? { id: phone, name: "Tepi Sandbox" } : undefined;
    return c.json({ channel_id: id, start_at: 0, uptime: 1, status: { text: health }, ...(user && { user }) });
  });
  /** Without limits there is nothing to tell: 204. */
  app.get("/limits", (c) => {
    const { messagesPerMinute } = c.var.channel;
    if (messagesPerMinute === null) return c.body(null, 204);
    return c.json({ messages: messagesPerMinute, chats: null, checks: null, requests: null });
  });

  app.get("/settings", (c) => c.json(c.var.channel.settings));
  app.patch("/settings", async (c) => c.json(patchSettings(c.var.channel, await readJson(c))));

  app.post("/contacts", async (c) => {
    const body = (await readJson(c)) as { contacts?: unknown };
    const numbers = Array.isArray(body.contacts) ? body.contacts.map(String) : [];
    if (numbers.length === 0) throw badRequest("contacts: required");
    const contacts = numbers.map((input) => {
      const wa_id = input.replace(/\D/g, "");
      return sending.troubles.has(wa_id) ? { input, status: "invalid" } : { input, status: "valid", wa_id };
    });
    return c.json({ contacts });
  });

  app.get("/media/:id", (c) => {
    const file = media.find(c.req.param("id"));
    if (!file) throw usualError(404);
    return c.body(file.bytes, 200, { "content-type": file.mimeType });
  });

  app.onError((error) => {
    if (error instanceof WhapiError) return error.toResponse();
    throw error;
  });
  return app as unknown as Hono<AppEnv>;
}

/** @throws WhapiError 400 for what is not an object in JSON */
async function readJson(c: Context): Promise<object> {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (typeof body !== "object" || body === null) throw badRequest("The body must be JSON.");
  return body;
}
