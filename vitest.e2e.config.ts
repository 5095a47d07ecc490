import { defineConfig } from "vitest/config";

/** Tepi as `npm start` runs it, seen from outside: over HTTP on both stores, and in a real browser. */
export default defineConfig({
  test: {
    name: "e2e",
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: ["./test/e2e/tepi.global.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
