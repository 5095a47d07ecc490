import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { testBindings } from "./test/support/bindings.ts";

/** The Worker's own tests, in workerd on D1. `vitest.postgres.config.ts` runs the same files on Postgres. */
export default defineConfig({
  plugins: [
    cloudflareTest(async ({ inject }) => ({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          ...testBindings(inject("sandboxUrl")),
          TEST_MIGRATIONS: await readD1Migrations("./migrations/d1"),
        },
      },
    })),
  ],
  test: {
    name: "d1",
    include: [
      "worker/**/*.test.ts",
      "durable-objects/**/*.test.ts",
      "test/worker/**/*.test.ts",
      "test/walks/**/*.test.ts",
    ],
    globalSetup: ["./test/support/sandbox.global.ts"],
    setupFiles: ["./test/support/setup.d1.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    maxWorkers: 1,
  },
});
