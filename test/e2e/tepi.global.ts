import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migratePostgres } from "../../scripts/migrate-postgres.ts";
import { startLocal, type LocalOptions, type LocalTepi } from "../../scripts/start/local.ts";
import { localSettings } from "../../scripts/start/settings.ts";
import { startNeon } from "../support/neon/server.ts";

/** Starts Tepi twice, as `npm start` does: on D1, and on Postgres behind the stand-in for Neon. */
export default async function ({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "tepi-e2e-"));
  const start = (name: string, port: number, options: LocalOptions = {}): Promise<LocalTepi> =>
    startLocal(
      localSettings({
        PORT: String(port),
        SANDBOX_PORT: String(port + 1),
        TEPI_STATE: join(folder, name),
        RATE_LIMIT_FACTOR: "20",
        PASSWORD_COST: "8",
      }),
      options,
    );
  const neon = await startNeon({ port: 0, databases: ["tepi", "tepi_1"] });
  for (const databaseUrl of neon.urls) await migratePostgres({ databaseUrl, endpoint: neon.endpoint });
  const [shard0 = "", shard1 = ""] = neon.urls;
  const onD1 = await start("d1", 18687);
  const onPostgres = await start("postgres", 18697, {
    conditions: "postgres",
    bindings: { NEON_ENDPOINT: neon.endpoint, DATABASE_URL: shard0, DATABASE_URL_1: shard1 },
  });
  provide("tepi", {
    d1: { url: onD1.url, sandboxUrl: onD1.sandboxUrl },
    postgres: { url: onPostgres.url, sandboxUrl: onPostgres.sandboxUrl },
  });
  return async () => {
    await Promise.allSettled([onD1.close(), onPostgres.close()]);
    await neon.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

export interface Running {
  url: string;
  sandboxUrl: string;
}
declare module "vitest" {
  interface ProvidedContext {
    tepi: { d1: Running; postgres: Running };
  }
}
