import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** The Worker's own tests, in workerd on D1. `vitest.postgres.config.ts` runs the same files on Postgres. */
export default defineConfig({
  plugins: [
    cloudflareTest(async ({ inject }) => ({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          TEST_MIGRATIONS: await readD1Migrations("./migrations/d1"),
          TEST_SANDBOX_URL: inject("sandboxUrl"),
          TOKEN_SECRET: "test-token-secret-test-token-secret",
          MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
          POSTMARK_TOKEN: "test-postmark-token",
          POSTMARK_URL: `${inject("sandboxUrl")}/postmark`,
          XENDIT_URL: `${inject("sandboxUrl")}/xendit`,
          NEW_TENANT_SHARDS: "0,1",
          PASSWORD_COST: "4",
          GUARD: "on",
        },
      },
    })),
  ],
  test: {
    name: "d1",
    include: ["worker/**/*.test.ts", "durable-objects/**/*.test.ts", "test/worker/**/*.test.ts", "test/walks/**/*.test.ts"],
    globalSetup: ["./test/support/sandbox.global.ts"],
    setupFiles: ["./test/support/setup.d1.ts"],
    isolate: false,
    maxWorkers: 1,
  },
});
