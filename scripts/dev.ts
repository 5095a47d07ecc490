/** `npm run dev`: the Worker under `wrangler dev` and the dashboard under Vite, both reloading, with the sandbox beside them. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadDemo } from "../sandbox/demo/load.ts";
import { portsFrom, startSandbox } from "../sandbox/server.ts";
import { generate } from "./generate.ts";
import { localSettings } from "./start/settings.ts";

const webPort = 5173;
const { port, sandboxPort, stateFolder, bindings } = localSettings();
const env = {
  ...process.env,
  WRANGLER_SEND_METRICS: "false",
  DO_NOT_TRACK: "1",
  WRANGLER_HIDE_BANNER: "true",
  CI: "1",
};

if (!(await generate())) process.exit(1);
// `wrangler dev` takes its settings from a file; this one lies with the state and is never committed.
const varsFile = join(stateFolder, "dev.vars");
writeFileSync(
  varsFile,
  Object.entries(bindings)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join(""),
  { mode: 0o600 },
);
for (const database of ["DB", "DB_1"])
  execFileSync("wrangler", ["d1", "migrations", "apply", database, "--local", "--persist-to", stateFolder], {
    env,
    stdio: "ignore",
  });

const sandbox = await startSandbox({
  port: sandboxPort,
  ports: portsFrom(process.env),
  tepiUrl: `http://localhost:${port}`,
});
const children: ChildProcess[] = [
  spawn(
    "wrangler",
    [
      "dev",
      "--port",
      String(port),
      "--persist-to",
      stateFolder,
      "--inspector-port",
      "0",
      "--env-file",
      varsFile,
      "--test-scheduled",
    ],
    { env, stdio: "inherit" },
  ),
  spawn("vite", ["dev", "--port", String(webPort), "--strictPort"], {
    cwd: "web",
    env: { ...env, TEPI_URL: `http://localhost:${port}` },
    stdio: "inherit",
  }),
];
await ready(`http://localhost:${port}/readyz`);
const logins = await loadDemo(`http://localhost:${port}`, `http://localhost:${sandboxPort}`, stateFolder);
console.log(`
Tepi is ready for work.

  Dashboard      http://localhost:${webPort}   (reloads with each change)
  Worker         http://localhost:${port}
  Sandbox        http://localhost:${sandboxPort}
  Logins         ${Object.values(logins)
    .map(({ slug, username, password }) => `${slug} / ${username} / ${password}`)
    .join("\n                 ")}
`);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    for (const child of children) child.kill("SIGTERM");
    void sandbox.close().finally(() => process.exit(0));
  });

async function ready(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
