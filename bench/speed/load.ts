/** A load of requests at a fixed concurrency, made in a thread of its own so that nothing else of ours delays it. */
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

export interface Load {
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  /** `{n}` becomes a number of each request's own. */
  body?: string;
  concurrency: number;
  seconds: number;
  /** The first value of `{n}`. */
  from: number;
}

export interface LoadResult {
  perSecond: number;
  requests: number;
}

/** Runs a load. @throws when any answer is not 2xx */
export function runLoad(load: Load): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(fileURLToPath(import.meta.url), { workerData: load });
    thread.once("message", resolve);
    thread.once("error", reject);
  });
}

async function send(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.concurrency });
  const started = performance.now();
  const end = started + load.seconds * 1000;
  let [begun, done] = [0, 0];
  const one = async () => {
    while (performance.now() < end) {
      await ask(load, agent, load.from + begun++);
      done++;
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, one));
  agent.destroy();
  return { requests: done, perSecond: (done * 1000) / (performance.now() - started) };
}

function ask({ url, method, headers, body }: Load, agent: Agent, n: number): Promise<void> {
  const text = body?.replaceAll("{n}", String(n));
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method, headers }, (response) => {
      const status = response.statusCode ?? 0;
      let answer = "";
      response.on("data", (chunk: Buffer) => {
        if (status >= 300) answer += chunk.toString();
      });
      response.on("end", () => (status < 300 ? resolve() : reject(new Error(`${url} answered ${status}: ${answer}`))));
    });
    call.on("error", reject);
    call.end(text);
  });
}

if (!isMainThread) parentPort?.postMessage(await send(workerData as Load));
