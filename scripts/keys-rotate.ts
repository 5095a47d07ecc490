/**
 * `npm run keys:rotate`: seals everything under a new master key. Locally it makes the key and takes the old one away at the
 * end; for a deployment (`-- --url https://…`, with OPERATOR_TOKEN) it reseals, and says what to set before and after.
 */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { resealAll, sender, type Send } from "./keys/reseal.ts";
import { beginRotation, endRotation, localSettings } from "./start/settings.ts";
import { buildWeb } from "./start/web.ts";
import { bundleWorker, startWorker } from "./start/worker.ts";

const say = (line: string) => console.log(line);
/** Longer than a request or a job's step lives. */
const settleMs = 60_000;

const toBegin = `No rotation is going on there: only one key is set. To begin one (docs/deploy.md, Changing the master key):

  1. Make a key and keep a copy:   openssl rand -base64 32
  2. Let every Worker open with it: npx wrangler secret put MASTER_KEY_PREVIOUS   (the NEW key), and wait a minute
  3. Exchange both at once:         npx wrangler secret bulk keys.json            {"MASTER_KEY": new, "MASTER_KEY_PREVIOUS": old}
  4. Run this again.`;

async function rotateDeployment(url: string): Promise<void> {
  const token = process.env["OPERATOR_TOKEN"];
  if (!token) throw new Error("Set OPERATOR_TOKEN to the Worker's setting of that name");
  const send = sender(url.replace(/\/$/, ""), token, wait);
  await requireTwoKeys(send);
  await resealAll(send, { say, settle: () => wait(settleMs) });
  say("Everything is sealed under the current key. Now take the old one away:");
  say("  npx wrangler secret delete MASTER_KEY_PREVIOUS");
}

async function requireTwoKeys(send: Send): Promise<void> {
  const { masterKey } = await send({ limit: 1 });
  if (!masterKey.previous) throw new Error(toBegin);
  say(`Resealing from key ${masterKey.previous} to key ${masterKey.current}`);
}

async function rotateLocal(): Promise<void> {
  const { port, stateFolder } = localSettings();
  if (await fetch(`http://localhost:${port}/healthz`).catch(() => undefined))
    throw new Error(`Tepi runs on port ${port} with the key it started with. Stop it, rotate, and start it again.`);
  const resumed = beginRotation(stateFolder);
  say(resumed ? "Going on with the rotation that was begun." : "A new master key is made; the old one still opens.");
  const settings = localSettings();
  const bundleFolder = join(stateFolder, "bundle");
  await buildWeb();
  bundleWorker(bundleFolder);
  const worker = await startWorker({ ...settings, port: 0 }, bundleFolder);
  try {
    const send = sender(worker.url, settings.bindings["OPERATOR_TOKEN"] ?? "", wait);
    await requireTwoKeys(send);
    // Nobody else speaks to this Worker, so nothing has to come to rest.
    await resealAll(send, { say, settle: async () => {} });
  } finally {
    await worker.close();
  }
  endRotation(stateFolder);
  say("Everything is sealed under the new key, and the old one is gone.");
}

const { values } = parseArgs({ options: { url: { type: "string" } } });
try {
  await (values.url ? rotateDeployment(values.url) : rotateLocal());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
