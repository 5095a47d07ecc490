import { defineConfig } from "vitest/config";

/** What runs in Node: scripts, and the support that tests stand on. */
export default defineConfig({
  test: { name: "node", include: ["test/node/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 120_000 },
});
