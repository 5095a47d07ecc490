import { sql } from "drizzle-orm";
import { Refusal } from "./core/errors.ts";
import type { App } from "./core/http/endpoint.ts";
import { sequences } from "./db/sequences.ts";

/** `/healthz`: the process answers. `/readyz`: the store answers too. */
export function healthRoutes(app: App): void {
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
