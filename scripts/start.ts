/** `npm start`: builds, migrates, starts the sandbox and the Worker, loads the demo companies, and says where they are. */

import { join } from "node:path";
import { loadDemo, type DemoLogins } from "../sandbox/demo/load.ts";
import { startSandbox } from "../sandbox/server.ts";
import { localSettings, type LocalSettings } from "./start/settings.ts";
import { buildWeb } from "./start/web.ts";
import { bundleWorker, startWorker, type RunningWorker } from "./start/worker.ts";

const settings = localSettings();
const bundleFolder = join(settings.stateFolder, "bundle");
const appUrl = `http://localhost:${settings.port}`;

console.log("Building the dashboard and the Worker …");
await buildWeb();
bundleWorker(bundleFolder);
const sandbox = await startSandbox({ port: settings.sandboxPort, tepiUrl: appUrl });
const worker = await startWorker(settings, bundleFolder);
const logins = await loadDemo(worker.url, settings.stateFolder);
const clock = startClock(worker);
announce(settings, logins);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    clearInterval(clock);
    await Promise.allSettled([worker.close(), sandbox.close()]);
    process.exit(0);
  });

/** Fires the cron triggers when their minute comes, which the local runtime does not do by itself. */
function startClock({ cron }: RunningWorker): NodeJS.Timeout {
  return setInterval(() => {
    const due = ["* * * * *", ...(new Date().getMinutes() === 7 ? ["7 * * * *"] : [])];
    for (const expression of due) cron(expression).catch((error: unknown) => console.error("cron", expression, error));
  }, 60_000);
}

function announce({ stateFolder, sandboxPort }: LocalSettings, demo: DemoLogins): void {
  const lines = Object.entries(demo).map(
    ([kind, { slug, username, password }]) =>
      `  ${kind.padEnd(5)} ${slug.padEnd(14)} ${username.padEnd(9)} ${password}`,
  );
  console.log(`
Tepi is ready.

  Dashboard      ${appUrl}
  API reference  ${appUrl}/docs
  Sandbox        http://localhost:${sandboxPort}   (mailbox: http://localhost:${sandboxPort}/postmark/mailbox)

  kind  company        username  password
${lines.join("\n")}

  State and logins: ${join(stateFolder, "demo.json")}. Delete the folder to begin anew. Ctrl+C stops.
`);
}
