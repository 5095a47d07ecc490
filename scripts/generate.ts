/** Writes what is derived from the sources and not committed, unless it is there already. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { runStep } from "./steps.ts";

const typesFile = "worker-configuration.d.ts";
const stampFile = "node_modules/.cache/tepi-runtime-types";

/** The runtime's types follow wrangler and the compatibility date in `wrangler.toml`. */
async function runtimeTypes(): Promise<boolean> {
  const stamp = createHash("sha256")
    .update(readFileSync("wrangler.toml"))
    .update(readFileSync("package-lock.json"))
    .digest("hex");
  if (existsSync(typesFile) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return true;
  const made = await runStep({
    name: "runtime types",
    command: ["wrangler", "types", "--include-env=false"],
    env: { WRANGLER_SEND_METRICS: "false", DO_NOT_TRACK: "1", CI: "1" },
  });
  if (made) {
    mkdirSync("node_modules/.cache", { recursive: true });
    writeFileSync(stampFile, stamp);
  }
  return made;
}

export const generate = async (): Promise<boolean> =>
  (await runtimeTypes()) && (await runStep({ name: "API client types", command: ["node", "scripts/generate-api.ts"] }));

if (import.meta.main) process.exit((await generate()) ? 0 : 1);
