import { setTimeout as sleep } from "node:timers/promises";

import { CallbackSender } from "./callbacks.ts";
import { CallLog } from "./calls.ts";
import { FaultBook } from "./faults.ts";
import type { Random } from "./ids.ts";
import type { ProviderDouble, ProviderFactory, SandboxKit } from "./provider.ts";

/** An hour of a provider's retry ladder takes a second, so that the longest one (24 hours) ends within half a minute. */
export const defaultRetryScale = 1 / 3600;

export interface SandboxOptions {
  /** Where Tepi listens. */
  tepiUrl: string;
  /** Multiplies the providers' documented waits between retries. */
  retryScale?: number;
  /** Epoch milliseconds. */
  now?: () => number;
  random?: Random;
  /** Waits this many milliseconds; replaced in tests, which never sleep. */
  pause?: (ms: number) => Promise<void>;
}

/** All state of one running sandbox. Several can live in one process. */
export class Sandbox implements SandboxKit {
  readonly tepiUrl: string;
  readonly now: () => number;
  readonly random: Random;
  readonly calls: CallLog;
  readonly faults = new FaultBook();
  readonly callbacks: CallbackSender;
  readonly providers: readonly ProviderDouble[];
  /** Resolves after this many milliseconds, or at once when the sandbox closes. */
  readonly pause: (ms: number) => Promise<void>;
  readonly #closing = new AbortController();

  constructor(options: SandboxOptions, factories: readonly ProviderFactory[]) {
    this.tepiUrl = options.tepiUrl.replace(/\/+$/, "");
    this.now = options.now ?? Date.now;
    this.random = options.random ?? Math.random;
    this.pause = options.pause ?? ((ms) => pauseUntil(ms, this.#closing.signal));
    this.calls = new CallLog(this.now);
    this.callbacks = new CallbackSender({
      faults: this.faults,
      now: this.now,
      pause: this.pause,
      closing: this.#closing.signal,
      retryScale: options.retryScale ?? defaultRetryScale,
    });
    this.providers = factories.map((create) => create(this));
  }

  tick(): void {
    for (const provider of this.providers) provider.tick?.();
  }

  /** Ends waits and callbacks under way, and closes the doubles' own ports. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.providers.map((provider) => provider.close?.()));
  }
}

async function pauseUntil(ms: number, closing: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: closing }).catch((error: unknown) => {
    if (!closing.aborted) throw error;
  });
}
