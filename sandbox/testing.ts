import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

import type { RunningSandbox, StartOptions } from "./server.ts";
import { startSandbox } from "./server.ts";

export interface Received<T> {
  path: string;
  headers: IncomingHttpHeaders;
  body: T;
}

/** A server that takes callbacks as Tepi would; answers the given statuses in turn, the last one for ever. */
export async function openReceiver<T = Record<string, unknown>>(
  ...statuses: number[]
): Promise<{ url: string; received: Received<T>[] }> {
  const received: Received<T>[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
      const body: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
      received.push({ path: request.url ?? "", headers: request.headers, body: body as T });
      response.statusCode = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** A sandbox on a free port for one test; its retries follow at once. */
export async function openSandbox(options: Partial<StartOptions> = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ port: 0, tepiUrl: "http://127.0.0.1:9", retryScale: 0, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** Sends JSON and parses the JSON answer. `body` as a string is sent as it is. */
export async function send<T = Record<string, unknown>>(
  url: string,
  { method, body, headers }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { accept: "application/json", "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}
