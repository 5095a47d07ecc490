/** `npm run bench`: measures what bench/README.md says, or only the parts that are named: `npm run bench -- cost speed`. */
import { parseArgs } from "node:util";
import type { Part } from "./part.ts";
import { recordResults } from "./results.ts";

const parts: Record<string, () => Promise<Part>> = {
  cost: async () => (await import("./cost/cost.ts")).cost,
  run: async () => (await import("./run/run.ts")).run,
  transfer: async () => (await import("./transfer/transfer.ts")).transfer,
  reports: async () => (await import("./reports/reports.ts")).reports,
  notifications: async () => (await import("./notifications/notifications.ts")).notifications,
  speed: async () => (await import("./speed/speed.ts")).speed,
  size: async () => (await import("./size/size.ts")).size,
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { size: { type: "string" } } });
const names = positionals.length > 0 ? positionals : Object.keys(parts);
const unknown = names.find((name) => !(name in parts));
if (unknown || (values.size !== undefined && !/^[1-9]\d*$/.test(values.size))) {
  console.error(`Usage: npm run bench -- [${Object.keys(parts).join("] [")}] [--size <number>]`);
  process.exit(1);
}
for (const name of names) {
  console.log(`\n${name} …\n`);
  const measure = await (parts[name] as () => Promise<Part>)();
  const section = await measure({ size: values.size === undefined ? undefined : Number(values.size) });
  recordResults(name, section);
  console.log(section);
}
