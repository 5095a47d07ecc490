import type { AddressInfo } from "node:net";

import { createAdaptorServer } from "@hono/node-server";

import { createApp } from "./app.ts";
import type { SandboxOptions } from "./frame/sandbox.ts";
import { Sandbox } from "./frame/sandbox.ts";
import { providerFactories } from "./providers/index.ts";

export interface StartOptions extends SandboxOptions {
  /** 0 picks a free one. */
  port: number;
  /** The loopback address by default. */
  host?: string;
}

export interface RunningSandbox {
  url: string;
  port: number;
  close: () => Promise<void>;
}

const tickMs = 1000;

/**
 * Starts a sandbox with fresh state.
 * @throws when the port is taken or not allowed (the system's `EADDRINUSE`, `EACCES`)
 */
export async function startSandbox(options: StartOptions): Promise<RunningSandbox> {
  const sandbox = new Sandbox(options, providerFactories);
  const server = createAdaptorServer({ fetch: createApp(sandbox).fetch });
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const ticker = setInterval(() => sandbox.tick(), tickMs);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${["0.0.0.0", "::"].includes(host) ? "localhost" : host}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        clearInterval(ticker);
        sandbox.close();
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

async function main(): Promise<void> {
  const port = Number(process.env.SANDBOX_PORT ?? 8790);
  const tepiUrl = process.env.TEPI_URL ?? "http://localhost:8787";
  const sandbox = await startSandbox({ port, host: process.env.SANDBOX_HOST, tepiUrl });
  console.log(`Sandbox on ${sandbox.url}, callbacks to ${tepiUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(`The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
