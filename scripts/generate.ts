/** Writes what is derived from the sources and not committed, unless it is there already. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { runStep } from "./steps.ts";

const typesFile = "worker-configuration.d.ts";
const stampFile = "node_modules/.cache/tepi-runtime-types";
const wordsStamp = "node_modules/.cache/tepi-messages";

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

/** The dashboard's words as functions, for its type check; a build makes them too. */
async function messages(): Promise<boolean> {
  const words = ["web/messages/id.json", "web/messages/en.json", "package-lock.json"].map((file) => readFileSync(file));
  const stamp = createHash("sha256").update(Buffer.concat(words)).digest("hex");
  if (existsSync("web/src/lib/paraglide") && existsSync(wordsStamp) && readFileSync(wordsStamp, "utf8") === stamp)
    return true;
  const made = await runStep({ name: "messages", command: ["node", "scripts/generate-messages.ts"] });
  if (made) writeFileSync(wordsStamp, stamp);
  return made;
}

export const generate = async (): Promise<boolean> =>
  (await runtimeTypes()) &&
  (await messages()) &&
  (await runStep({ name: "API client types", command: ["node", "scripts/generate-api.ts"] }));

if (import.meta.main) process.exit((await generate()) ? 0 : 1);
