import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generate } from "../generate.ts";

const ignored = new Set(["node_modules", "build", ".svelte-kit", "paraglide"]);

/** Builds the dashboard, unless nothing of it has changed since the last build. */
export async function buildWeb(): Promise<void> {
  const stamp = "web/build/.stamp";
  if (!(await generate())) process.exit(1);
  copyReference();
  const now = fingerprint("web") + (process.env["VITE_APP_HOST"] ?? "");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  execFileSync("vite", ["build", "--logLevel", "warn"], {
    cwd: "web",
    stdio: ["ignore", "ignore", "inherit"],
    // Also when a test builds it: messages are split by page in production alone.
    env: { ...process.env, NODE_ENV: "production" },
  });
  writeFileSync(stamp, now);
}

/** The API's reference pages, from their package: nothing of ours is loaded from another host. */
function copyReference(): void {
  mkdirSync("web/static/reference", { recursive: true });
  for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"])
    copyFileSync(join("node_modules/swagger-ui-dist", file), join("web/static/reference", file));
}

function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const file of filesOf(folder)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function* filesOf(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (ignored.has(name)) continue;
    if (statSync(path).isDirectory()) yield* filesOf(path);
    else yield path;
  }
}
