import { sql } from "drizzle-orm";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Refusal } from "./core/errors.ts";
import type { AppEnv } from "./core/http/endpoint.ts";
import type { Env } from "./env.ts";
import { sequences } from "./db/sequences.ts";

/** `/healthz`: the process answers. `/readyz`: the store answers too. */
export function healthRoutes(app: OpenAPIHono<AppEnv & { Bindings: Env }>): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const { db, run } = c.var.platform.shard(0);
    try {
      await run(
        db
          .select({ one: sql<number>`1` })
          .from(sequences)
          .limit(1),
      );
    } catch {
      throw new Refusal("store_unavailable", { retryAfterSeconds: 5 });
    }
    return c.json({ status: "ready" });
  });
}
