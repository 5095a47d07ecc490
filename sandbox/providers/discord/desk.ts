import { type Hono } from "hono";
import { z } from "zod";

import { controlInput } from "../../frame/control.ts";
import type { AppEnv } from "../../frame/provider.ts";
import { receiverRoutes } from "../../frame/receivers.ts";
import type { Webhooks } from "./webhooks.ts";
import { limitKinds } from "./webhooks.ts";

const webhookInput = z.object({ id: z.string().min(1), deleted: z.boolean() });
const limitInput = z.object({
  kind: z.enum(limitKinds),
  count: z.int().min(1).max(100_000).default(1),
  retryAfterSeconds: z.number().min(0).max(86_400).default(1.57),
});

/** Controls below `/discord/_…`: read what was posted, delete a webhook, answer 429. */
export function discordDesk(webhooks: Webhooks): Hono<AppEnv> {
  const app = receiverRoutes(webhooks);

  app.post("/_webhooks", async (c) => {
    const parsed = await controlInput(c, webhookInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { id, deleted } = parsed.input;
    if (deleted) webhooks.deleted.add(id);
    else webhooks.deleted.delete(id);
    return c.json({ deleted: [...webhooks.deleted] });
  });

  app.post("/_limits", async (c) => {
    const parsed = await controlInput(c, limitInput);
    if ("refusal" in parsed) return parsed.refusal;
    const { kind, count, retryAfterSeconds } = parsed.input;
    webhooks.limit = { kind, left: count, retryAfterSeconds };
    return c.json(webhooks.limit, 201);
  });
  app.delete("/_limits", (c) => {
    webhooks.limit = undefined;
    return c.body(null, 204);
  });
  return app;
}
