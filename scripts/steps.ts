/** Runs the steps of a script, some side by side, and says what each took. */
import { spawn } from "node:child_process";

export interface Step {
  name: string;
  command: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Prints the step's output as it comes instead of only when it fails. */
  loud?: boolean;
}

/** Runs one step. @returns whether it passed */
export async function runStep({ name, command, cwd, env, loud }: Step): Promise<boolean> {
  const started = performance.now();
  const [program, ...args] = command as [string, ...string[]];
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: loud ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number>((resolve) => {
    child.on("close", (exit) => resolve(exit ?? 1));
    child.on("error", () => resolve(1));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"}  ${name} (${seconds} s)`);
  if (code !== 0 && !loud) console.log(output);
  return code === 0;
}

/** Runs steps with at most `atOnce` of them side by side. @returns whether all passed */
export async function runSteps(steps: Step[], atOnce = 1): Promise<boolean> {
  const waiting = [...steps];
  let passed = true;
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await runStep(step))) passed = false;
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return passed;
}
