/** `npm test`: everything that can be tested on this machine. `npm test -- d1 web` runs only those. */
import { existsSync } from "node:fs";
import { generate } from "./generate.ts";
import { runStep, type Step } from "./steps.ts";

const vitest = (config?: string): string[] => ["vitest", "run", ...(config ? ["--config", config] : [])];

const steps: Record<string, Step> = {
  node: { name: "scripts", command: vitest("vitest.node.config.ts") },
  sandbox: { name: "sandbox", command: vitest("sandbox/vitest.config.ts") },
  web: { name: "dashboard", command: vitest(), cwd: "web" },
  d1: { name: "Worker on D1", command: vitest() },
  postgres: { name: "Worker on Postgres", command: vitest("vitest.postgres.config.ts") },
  e2e: { name: "end to end", command: vitest("vitest.e2e.config.ts") },
};

const chosen = process.argv.slice(2);
const names = chosen.length > 0 ? chosen : Object.keys(steps);
let passed = await generate();
const summary: string[] = [];
for (const name of names) {
  const step = steps[name];
  if (!step) {
    console.error(`Unknown: ${name}. There are ${Object.keys(steps).join(", ")}.`);
    process.exit(1);
  }
  if (name === "e2e" && !existsSync(process.env["CHROMIUM"] ?? "/usr/bin/chromium")) {
    summary.push("skip  end to end: no Chromium here (install the package chromium, or set CHROMIUM)");
    continue;
  }
  const ok = await runStep({ ...step, loud: true });
  summary.push(`${ok ? "ok  " : "FAIL"}  ${step.name}`);
  passed &&= ok;
}
console.log(`\n${summary.join("\n")}`);
process.exit(passed ? 0 : 1);
