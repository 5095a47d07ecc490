import type { Server } from "node:http";
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
  /**
   * Ports of the doubles that listen by themselves, by their names. By default those that follow `port`, or free ones
   * where that is 0.
   */
  ports?: Record<string, number>;
}

export interface RunningSandbox {
  url: string;
  port: number;
  close: () => Promise<void>;
}

const tickMs = 1000;

/**
 * Starts a sandbox with fresh state.
 * @throws when a port is taken or not allowed (the system's `EADDRINUSE`, `EACCES`)
 */
export async function startSandbox(options: StartOptions): Promise<RunningSandbox> {
  const sandbox = new Sandbox(options, providerFactories);
  const server = createAdaptorServer({ fetch: createApp(sandbox).fetch }) as Server;
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const close = async () => {
    await sandbox.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await openPorts(sandbox, options, host).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const ticker = setInterval(() => sandbox.tick(), tickMs);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${["0.0.0.0", "::"].includes(host) ? "localhost" : host}:${port}`,
    port,
    close: () => {
      clearInterval(ticker);
      return close();
    },
  };
}

async function openPorts(sandbox: Sandbox, { port, ports = {} }: StartOptions, host: string): Promise<void> {
  const listening = sandbox.providers.filter(({ listen }) => listen !== undefined);
  for (const [index, { name, listen }] of listening.entries()) {
    const following = port === 0 ? 0 : port + 1 + index;
    await listen?.({ host, port: ports[name] ?? following });
  }
}

/** The ports that `SANDBOX_{NAME}_PORT` name, such as `SANDBOX_SMTP_PORT`. */
export function portsFrom(env: NodeJS.ProcessEnv): Record<string, number> {
  const named = Object.entries(env).map(([name, value]) => [/^SANDBOX_(\w+)_PORT$/.exec(name)?.[1], value] as const);
  return Object.fromEntries(
    named.flatMap(([name, value]) => (name && value ? [[name.toLowerCase(), Number(value)]] : [])),
  );
}

async function main(): Promise<void> {
  const port = Number(process.env.SANDBOX_PORT ?? 8790);
  const tepiUrl = process.env.TEPI_URL ?? "http://localhost:8787";
  const sandbox = await startSandbox({ port, host: process.env.SANDBOX_HOST, ports: portsFrom(process.env), tepiUrl });
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
