/** `npm start`: builds, migrates, starts the sandbox and the Worker, loads the demo companies, and says where they are. */
import { join } from "node:path";
import { loadDemo, type DemoLogins } from "../sandbox/demo/load.ts";
import { startLocal } from "./start/local.ts";
import { localSettings, type LocalSettings } from "./start/settings.ts";

const settings = localSettings();
console.log("Building the dashboard and the Worker …");
const tepi = await startLocal(settings);
announce(settings, await loadDemo(tepi.url, `http://localhost:${settings.sandboxPort}`, settings.stateFolder));

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void tepi.close().then(() => process.exit(0));
  });

function announce({ port, sandboxPort, stateFolder }: LocalSettings, demo: DemoLogins): void {
  const appUrl = `http://localhost:${port}`;
  const lines = Object.entries(demo).map(
    ([kind, { slug, username, password }]) =>
      `  ${kind.padEnd(5)} ${slug.padEnd(14)} ${username.padEnd(9)} ${password}`,
  );
  console.log(`
Tepi is ready.

  Dashboard      ${appUrl}
  API reference  ${appUrl}/docs
  Sandbox        http://localhost:${sandboxPort}   (messages: http://localhost:${sandboxPort}/inbox)

  kind  company        username  password
${lines.join("\n")}

  State and logins: ${join(stateFolder, "demo.json")}. Delete the folder to begin anew. Ctrl+C stops.
`);
}
