import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generate } from "../generate.ts";

const ignored = new Set(["node_modules", "build", ".svelte-kit", "paraglide"]);

/** Builds the dashboard, unless nothing of it has changed since the last build. */
export async function buildWeb(): Promise<void> {
  const stamp = "web/build/.stamp";
  if (!(await generate())) process.exit(1);
  const now = fingerprint("web");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  execFileSync("vite", ["build", "--logLevel", "warn"], { cwd: "web", stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(stamp, now);
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
