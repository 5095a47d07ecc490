import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { messages } from "./messages.config.ts";

/** Logic only, in plain Node; what needs a page is checked end to end with a browser. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [paraglideVitePlugin(messages), svelte({ configFile: false, compilerOptions: { runes: true } })],
  test: { name: "web", environment: "node", include: ["src/**/*.test.ts"] },
});
