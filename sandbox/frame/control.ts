import type { Context } from "hono";
import { Hono } from "hono";
import { type z } from "zod";

import { faultInput } from "./faults.ts";
import type { AppEnv } from "./provider.ts";
import type { Sandbox } from "./sandbox.ts";

/** Answer of a control for input it can't use: `{error, fields?: [{field, message}]}`. */
export function controlError(c: Context, status: 400 | 404 | 409, error: string, fields?: unknown): Response {
  return c.json({ error, fields }, status);
}

/** Parses a control's JSON body; on failure the 400 answer to return. */
export async function controlInput<T extends z.ZodType>(
  c: Context,
  schema: T,
): Promise<{ input: z.infer<T> } | { refusal: Response }> {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (body === undefined) return { refusal: controlError(c, 400, "The body must be JSON.") };
  const parsed = schema.safeParse(body);
  if (parsed.success) return { input: parsed.data };
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  return { refusal: controlError(c, 400, "The body is not valid.", fields) };
}

/** `/_calls`, `/_faults`, and every provider's `/{name}/_callbacks`. */
export function controlRoutes(sandbox: Sandbox): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const names = sandbox.providers.map(({ name }) => name);
  const isUnknown = (provider: string | undefined) => provider !== undefined && !names.includes(provider);
  const refuseProvider = (c: Context) => controlError(c, 400, `Unknown provider. There are: ${names.join(", ")}.`);

  app.get("/_calls", (c) => {
    const { provider, since } = c.req.query();
    if (isUnknown(provider)) return refuseProvider(c);
    try {
      return c.json({ calls: sandbox.calls.list({ provider, since }) });
    } catch (error) {
      if (error instanceof RangeError) return controlError(c, 400, error.message);
      throw error;
    }
  });

  app.get("/_faults", (c) => c.json({ faults: sandbox.faults.list() }));
  app.post("/_faults", async (c) => {
    const parsed = await controlInput(c, faultInput);
    if ("refusal" in parsed) return parsed.refusal;
    if (isUnknown(parsed.input.provider)) return refuseProvider(c);
    return c.json(sandbox.faults.add(parsed.input), 201);
  });
  app.delete("/_faults", (c) => {
    const deleted = sandbox.faults.clear(c.req.query("provider"));
    sandbox.callbacks.releaseHeld();
    return c.json({ deleted });
  });

  for (const name of names) {
    app.get(`/${name}/_callbacks`, (c) => c.json({ callbacks: sandbox.callbacks.list(name) }));
    app.post(`/${name}/_callbacks/:id/resend`, (c) => {
      const delivery = sandbox.callbacks.resend(name, c.req.param("id"));
      return delivery ? c.json(delivery, 202) : controlError(c, 404, "No such callback.");
    });
  }
  return app;
}
