/** All of Tepi on this machine: dashboard and Worker built, stores migrated, the sandbox beside them, cron ticking. */
import { join } from "node:path";
import { portsFrom, startSandbox } from "../../sandbox/server.ts";
import type { LocalSettings } from "./settings.ts";
import { buildWeb } from "./web.ts";
import { bundleWorker, startWorker, type RunningWorker } from "./worker.ts";

export interface LocalTepi {
  url: string;
  sandboxUrl: string;
  close(): Promise<void>;
}

export interface LocalOptions {
  /** Build conditions of the Worker: `postgres` for the one that keeps its data on Neon. */
  conditions?: string;
  /** Bindings beside those of the settings. */
  bindings?: Record<string, string>;
}

export async function startLocal(
  settings: LocalSettings,
  { conditions, bindings }: LocalOptions = {},
): Promise<LocalTepi> {
  const bundleFolder = join(settings.stateFolder, "bundle");
  await buildWeb();
  bundleWorker(bundleFolder, conditions);
  const sandbox = await startSandbox({
    port: settings.sandboxPort,
    ports: portsFrom(process.env),
    tepiUrl: `http://localhost:${settings.port}`,
  });
  const worker = await startWorker({ ...settings, bindings: { ...settings.bindings, ...bindings } }, bundleFolder);
  const clock = startClock(worker);
  return {
    url: worker.url,
    sandboxUrl: sandbox.url,
    async close() {
      clearInterval(clock);
      await Promise.allSettled([worker.close(), sandbox.close()]);
    },
  };
}

/** Fires the cron triggers when their minute comes, which the local runtime does not do by itself. */
function startClock({ cron }: RunningWorker): NodeJS.Timeout {
  return setInterval(() => {
    const due = ["* * * * *", ...(new Date().getMinutes() === 7 ? ["7 * * * *"] : [])];
    for (const expression of due) cron(expression).catch((error: unknown) => console.error("cron", expression, error));
  }, 60_000);
}
