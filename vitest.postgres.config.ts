import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { testBindings } from "./test/support/bindings.ts";

/**
 * The Worker's own tests once more, in workerd on Postgres: PGlite, or the server that `TEPI_POSTGRES_URL` names.
 * `test/postgres` holds what concerns this store alone.
 */
export default defineConfig({
  // The pool resolves with its own conditions, so here the alias stands for the condition `postgres`.
  resolve: { alias: { "#dialect": fileURLToPath(new URL("./worker/db/dialect/postgres.ts", import.meta.url)) } },
  plugins: [
    cloudflareTest(({ inject }) => {
      const [shard0, shard1] = inject("databaseUrls") as [string, string];
      return {
        wrangler: { configPath: "./wrangler.toml" },
        miniflare: {
          bindings: {
            ...testBindings(inject("sandboxUrl")),
            NEON_ENDPOINT: inject("neonEndpoint"),
            DATABASE_URL: shard0,
            DATABASE_URL_1: shard1,
          },
        },
      };
    }),
  ],
  test: {
    name: "postgres",
    include: [
      "worker/**/*.test.ts",
      "durable-objects/**/*.test.ts",
      "test/worker/**/*.test.ts",
      "test/walks/**/*.test.ts",
      "test/postgres/**/*.test.ts",
    ],
    globalSetup: ["./test/support/sandbox.global.ts", "./test/support/postgres.global.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    maxWorkers: 1,
  },
});
