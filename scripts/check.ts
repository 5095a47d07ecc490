/** `npm run check`: types for both stores, lint, format, and the dashboard's own check. Says in seconds whether the work is good. */
import { generate } from "./generate.ts";
import { runSteps } from "./steps.ts";

const passed =
  (await generate()) &&
  (await runSteps(
    [
      { name: "dashboard", command: ["svelte-check", "--threshold", "warning"], cwd: "web" },
      { name: "lint", command: ["eslint", "--cache", "--max-warnings", "0", "."] },
      { name: "types, D1", command: ["tsc"] },
      { name: "types, Postgres", command: ["tsc", "--customConditions", "postgres"] },
      { name: "types, scripts", command: ["tsc", "-p", "tsconfig.node.json"] },
      { name: "types, sandbox", command: ["tsc", "-p", "sandbox"] },
      { name: "format", command: ["prettier", "--cache", "--check", "--log-level", "warn", "."] },
    ],
    2,
  ));
console.log(passed ? "All good." : "Not good yet.");
process.exit(passed ? 0 : 1);
