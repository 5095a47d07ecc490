/**
 * Runs wrangler for the Worker that keeps its data on Neon: `node scripts/neon.ts deploy`, `node scripts/neon.ts dev`.
 * That Worker is built with the condition `postgres`, and bound to everything in `wrangler.toml` but the D1 databases.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Stands beside `wrangler.toml`, because paths in it are relative to it. */
const config = "wrangler.neon.toml";
/** wrangler's own conditions, which setting any replaces. */
const conditions = "postgres,workerd,worker,browser";

const settings = readFileSync(`${root}wrangler.toml`, "utf8").replace(/^\[\[d1_databases\]\]\n(?:[^[\n].*\n)*/gm, "");
writeFileSync(`${root}${config}`, `# Made by scripts/neon.ts from wrangler.toml.\n${settings}`);

const { status } = spawnSync("npx", ["wrangler", ...process.argv.slice(2), "--config", config], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, WRANGLER_BUILD_CONDITIONS: conditions },
});
process.exit(status ?? 1);
