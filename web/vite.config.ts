import { readFileSync } from "node:fs";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { messages } from "./messages.config.ts";

const isOfAll =
  /svelte[\\/]src[\\/]internal[\\/]|@lucide[\\/]svelte[\\/]dist[\\/][^\\/]+$|paraglide[\\/](runtime|registry)\.js$/;
/**
 * Words and icons of the places in the sidebar. Other pages use many of them too, so that each would be a file of its own,
 * and weigh less than what a file costs. Who is not signed in sees none of them.
 */
const placeIcons = [...readFileSync("src/lib/shell/nav.ts", "utf8").matchAll(/icons\/([\w-]+)/g)].map(
  ([, name]) => name,
);
const isOfPlaces = (id: string): boolean =>
  /paraglide[\\/]messages[\\/]nav_/.test(id) ||
  placeIcons.includes(/@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/]([\w-]+)\.svelte/.exec(id)?.[1] ?? "");

const worker = { target: process.env["TEPI_URL"] ?? "http://localhost:8787", ws: true, changeOrigin: false };
/** What the Worker answers itself; everything else is a page of this app. */
const proxy = Object.fromEntries(
  ["/api", "/t/", "/pay-api", "/compat", "^/webhooks/[a-z-]+$", "/ws/", "/docs", "/healthz", "/readyz"].map((path) => [
    path,
    worker,
  ]),
);

export default defineConfig({
  plugins: [
    tailwindcss(),
    paraglideVitePlugin(messages),
    sveltekit({
      compilerOptions: {
        runes: ({ filename }) => (filename.split(/[/\\]/).includes("node_modules") ? undefined : true),
      },
      // The pages are static files, so the policy is a meta tag of hashes; what a meta tag cannot say is in static/_headers.
      csp: {
        mode: "hash",
        directives: {
          "default-src": ["self"],
          "script-src": ["self"],
          "style-src": ["self", "unsafe-inline"],
          "img-src": ["self", "data:", "blob:"],
          "connect-src": ["self"],
          "worker-src": ["self", "blob:"],
          "object-src": ["none"],
          "base-uri": ["self"],
          "form-action": ["self"],
        },
      },
      // Not index.html: the Worker decides which misses are pages and answers those with 200.html.
      adapter: adapter({ fallback: "200.html" }),
      version: { pollInterval: 5 * 60_000 },
    }),
  ],
  build: {
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A group takes along what it imports, hence what every page has comes first.
          groups: [
            { name: "base", test: isOfAll, priority: 1 },
            { name: "places", test: isOfPlaces },
          ],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
});
