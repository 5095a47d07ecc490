/** `results.md`: the figures of the last run of each part, with when and on what they were measured. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import packageLock from "../package-lock.json" with { type: "json" };

const file = "bench/results.md";
const order = ["cost", "run", "transfer", "reports", "notifications", "speed", "size"];

const introduction = `# Results

Made by \`npm run bench\`; [README.md](README.md) says how. Times and rates depend on the machine and on what else it does:
compare ratios, and runs of one day.
`;

/** Replaces the section of one part, and keeps the others. */
export function recordResults(part: string, section: string): void {
  const sections = new Map<string, string>();
  if (existsSync(file))
    for (const [, name, text] of readFileSync(file, "utf8").matchAll(/^## (\w+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm))
      sections.set(name as string, (text as string).trim());
  sections.set(part, `_${machine()}_\n\n${section}`);
  const written = order.flatMap((name) => (sections.has(name) ? [`## ${name}\n\n${sections.get(name)}\n`] : []));
  writeFileSync(file, [introduction, ...written].join("\n"));
}

/** Date, cores, memory and versions; nothing that tells one machine from another. */
function machine(): string {
  const version = (name: string) =>
    (packageLock.packages as unknown as Record<string, { version: string } | undefined>)[`node_modules/${name}`]
      ?.version;
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, ${gigabytes} GB, Node ${process.versions.node}, workerd ${version("workerd")}`;
}
