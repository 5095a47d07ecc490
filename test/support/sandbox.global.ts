import type { TestProject } from "vitest/node";
import { startSandbox } from "../../sandbox/server.ts";

/** Starts the doubles of outside systems for a test run. */
export default async function ({ provide }: TestProject) {
  const sandbox = await startSandbox({ port: 0, tepiUrl: "http://127.0.0.1:1", retryScale: 0 });
  provide("sandboxUrl", sandbox.url);
  return () => sandbox.close();
}
