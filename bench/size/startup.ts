/** How long the Worker's global scope keeps workerd busy when it starts, by wrangler's start-up profile. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rounds = 5;

/** A profile as V8 writes it; times are in microseconds. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  timeDeltas: number[];
}

/** Milliseconds that are not idle, of each round, the shortest first. */
export function startUpTimes(): number[] {
  const folder = mkdtempSync(join(tmpdir(), "tepi-bench-startup-"));
  const file = join(folder, "startup.cpuprofile");
  try {
    return Array.from({ length: rounds }, () => {
      execFileSync("wrangler", ["check", "startup", "--outfile", file], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, WRANGLER_SEND_METRICS: "false", DO_NOT_TRACK: "1", CI: "1" },
      });
      return activeMs(JSON.parse(readFileSync(file, "utf8")) as Profile);
    }).toSorted((a, b) => a - b);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function activeMs({ nodes, samples, timeDeltas }: Profile): number {
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === "(idle)").map(({ id }) => id));
  return samples.reduce((sum, id, n) => sum + (idle.has(id) ? 0 : (timeDeltas[n] ?? 0)), 0) / 1000;
}
