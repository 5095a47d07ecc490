import type { Context } from "hono";
import { Hono } from "hono";

import type { AppEnv } from "../../frame/provider.ts";
import { invalidEmail, PostmarkError, usualError } from "./errors.ts";
import { searchOutbound } from "./search.ts";
import type { Sending } from "./sending.ts";
import type { PostOffice, Server, Webhook } from "./servers.ts";
import { webhookInput } from "./webhooks.ts";

interface PostmarkEnv extends AppEnv {
  Variables: { server: Server };
}

const maxBatchMessages = 500;

/** Postmark's server API as far as Tepi uses it (facts, sections 1, 2, 3 and 5; its Messages API). */
export function postmarkApi(office: PostOffice, sending: Sending, now: () => number): Hono<AppEnv> {
  const app = new Hono<PostmarkEnv>();
  let lastWebhookId = 1_000_000;

  app.use(async (c, next) => {
    const token = c.req.header("x-postmark-server-token");
    if (!token || token.startsWith("bad-")) throw usualError(401);
    if (office.limit?.take("", now()).isAllowed === false) throw usualError(429);
    c.set("server", office.open(token));
    await next();
  });

  app.post("/email", async (c) => c.json(sending.send(c.var.server, await readJson(c))));
  app.post("/email/batch", async (c) => {
    const messages = await readJson(c);
    if (!Array.isArray(messages)) throw new PostmarkError(422, 403, "Incompatible JSON: an array is needed.");
    if (messages.length > maxBatchMessages) {
      throw new PostmarkError(422, 410, `Too many batch messages: at most ${maxBatchMessages}.`);
    }
    return c.json(messages.map((message: unknown) => batchResult(() => sending.send(c.var.server, message))));
  });

  app.get("/messages/outbound", (c) => c.json(searchOutbound(office, c.var.server, c.req.query())));

  app.get("/server", (c) => {
    const { id, name } = c.var.server;
    return c.json({ ID: id, Name: name, Color: "Blue", SmtpApiActivated: true, DeliveryType: "Sandbox" });
  });

  app.get("/webhooks", (c) => {
    const stream = c.req.query("MessageStream") ?? c.req.query("messageStream");
    return c.json({ Webhooks: c.var.server.webhooks.filter((hook) => !stream || hook.MessageStream === stream) });
  });
  app.post("/webhooks", async (c) => {
    lastWebhookId += 1;
    const webhook = { ID: lastWebhookId, ...parseWebhook(await readJson(c)) };
    c.var.server.webhooks.push(webhook);
    return c.json(webhook);
  });
  app.get("/webhooks/:id", (c) => c.json(requireWebhook(c.var.server, c.req.param("id"))));
  app.put("/webhooks/:id", async (c) => {
    const webhook = requireWebhook(c.var.server, c.req.param("id"));
    return c.json(Object.assign(webhook, parseWebhook({ ...webhook, ...asObject(await readJson(c)) })));
  });
  app.delete("/webhooks/:id", (c) => {
    const { server } = c.var;
    const webhook = requireWebhook(server, c.req.param("id"));
    server.webhooks = server.webhooks.filter((candidate) => candidate !== webhook);
    return c.json({ ErrorCode: 0, Message: `Webhook ${webhook.ID} removed.` });
  });

  app.onError((error) => {
    if (error instanceof PostmarkError) return error.toResponse();
    throw error;
  });
  return app as unknown as Hono<AppEnv>;
}

/** @throws PostmarkError 409 without JSON headers, 402 for what is not JSON */
async function readJson(c: Context): Promise<unknown> {
  const isJson = /^application\/json\b/i.test(c.req.header("content-type") ?? "");
  const accept = c.req.header("accept") ?? "*/*";
  if (!isJson || !/application\/json|\*\/\*/i.test(accept)) {
    throw new PostmarkError(422, 409, "JSON required: set the Content-Type and Accept headers to application/json.");
  }
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch {
    throw new PostmarkError(422, 402, "Invalid JSON.");
  }
}

/** In a batch each message succeeds or fails by itself, under HTTP 200. */
function batchResult(send: () => unknown): unknown {
  try {
    return send();
  } catch (error) {
    if (error instanceof PostmarkError) return error.toBody();
    throw error;
  }
}

function parseWebhook(value: unknown): Omit<Webhook, "ID"> {
  const parsed = webhookInput.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalidEmail(`Invalid webhook: ${issue?.path.join(".")}: ${issue?.message}`);
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function requireWebhook(server: Server, id: string): Webhook {
  const webhook = server.webhooks.find((candidate) => String(candidate.ID) === id);
  if (!webhook) throw usualError(404);
  return webhook;
}
